export { continueCrc32c, crc32c } from './checksum.ts';
export { checksumIn, endOfFrame, frameOverheadBytes, readFrame, writeFrame } from './frame.ts';
export { framedPackets } from './framed-packets.ts';
export { FileImage } from './image.ts';
export { digest, messageOf, tokenOf } from './message.ts';
export { ByteReader } from './reader.ts';
export { copyOf, newBytes, newSlab } from './slab.ts';
export { ByteWriter } from './writer.ts';
