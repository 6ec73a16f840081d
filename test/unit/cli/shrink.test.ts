import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { shrinkVerb } from '../../../src/cli/shrink.ts';
import { failureText } from '../../../src/explore/failure-file.ts';
import { shrinkApart } from '../../../src/explore/shrink/apart.ts';
import { failing } from '../../reference/failures.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

vi.mock('../../../src/explore/shrink/apart.ts', () => ({ shrinkApart: vi.fn() }));

describe('tutti shrink', () => {
  it('says that its file cannot be written before anything is tried', async () => {
    const text = failureText(failing('power-loss', '1', { protocol: 'ack-first' }).failure);
    const folder = temporaryFolder({ 'failure.json': text });
    const out = join(folder, 'nowhere', 'story.json');
    await expect(shrinkVerb(join(folder, 'failure.json'), { out }, listener().terminal)).rejects.toThrow(
      `cannot write ${out} (ENOENT)`,
    );
    expect(shrinkApart).not.toHaveBeenCalled();
  });
});
