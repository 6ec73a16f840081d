export { line, widthsOf } from './columns.ts';
export { quoted, type Repeat } from './command.ts';
export { counted } from './figures.ts';
export { type Report, type ReportedError, reportJsonSchema, reportOf, reportSchema } from './json.ts';
export { type Paint, paintAt } from './paint.ts';
export { listingLines, replayText } from './replay.ts';
export { shrinkText } from './shrink.ts';
export { batchText, batchWidths, closingText } from './text.ts';
export { type TraceEntry, traceEnd, traceHeader, traceLine } from './trace.ts';
