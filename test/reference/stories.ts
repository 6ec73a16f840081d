/**
 * Stories: text files that tell what the command does. Prose stands at the margin; indented by four
 * spaces stand commands (`$ tutti …`, continued by `> `) and below each what it prints, both streams,
 * and `[code]` where it exits with another code than 0. What stands between fences is prose. Each
 * story has a folder of its own, with the shipped scenarios in it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const indent = '    ';

/** The story as it reads when its commands are run in this folder, which is empty at first. */
export async function rendered(story: string, folder: string): Promise<string> {
  const work = join(folder, 'work');
  const bin = join(folder, 'bin');
  mkdirSync(work);
  mkdirSync(bin);
  cpSync('scenarios', join(work, 'scenarios'), { recursive: true });
  symlinkSync(resolve('dist/cli/main.js'), join(bin, 'tutti'));
  let told = '';
  for (const block of blocksOf(story)) {
    told += block.text;
    if (block.kind === 'command') told += await outcomeOf(block.command, work, bin);
  }
  return told;
}

type Block = { readonly kind: 'prose'; readonly text: string } | Command;

interface Command {
  readonly kind: 'command';
  /** Its lines as they stand in the story. */
  readonly text: string;
  readonly command: string;
}

/** Prose and commands; what was printed is left out. */
function blocksOf(story: string): Block[] {
  const blocks: Block[] = [];
  let blank = '';
  let inCommand = false;
  let inFence = false;
  for (const line of story.trimEnd().split('\n')) {
    const last = blocks.at(-1);
    if (line.startsWith('```')) inFence = !inFence;
    if (!inFence && line.startsWith(`${indent}$ `)) {
      // Output keeps its blank lines to itself; those before the next command are the story's.
      blocks.push({
        kind: 'command',
        text: `${inCommand ? '\n' : blank}${line}\n`,
        command: line.slice(indent.length + 2),
      });
      inCommand = true;
    } else if (!inFence && line.startsWith(`${indent}> `) && last?.kind === 'command') {
      const more = line.slice(indent.length + 2);
      blocks[blocks.length - 1] = { ...last, text: `${last.text}${line}\n`, command: `${last.command}\n${more}` };
    } else if (line === '') {
      blank += '\n';
      continue;
    } else if (inFence || !line.startsWith(indent)) {
      blocks.push({ kind: 'prose', text: `${inCommand ? '\n' : blank}${line}\n` });
      inCommand = false;
    }
    blank = '';
  }
  return blocks;
}

async function outcomeOf(command: string, work: string, bin: string): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH: `${bin}${delimiter}${PATH}`, HOME, NO_COLOR: '1', LC_ALL: 'C' };
  const shell = spawn('sh', ['-c', `exec 2>&1; ${command}`], { cwd: work, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [status] = (await once(shell, 'close')) as [number | null];
  const code = status === 0 ? '' : `[${status}]\n`;
  return `${withoutWallTime(output)}${code}`.replace(/^(?=.)/gm, indent);
}

/** Real time is the one thing that differs from one execution to the next. */
function withoutWallTime(text: string): string {
  return text
    .replace(/(deliver(?:y|ies)) +[\d.,]+m?s$/gm, '$1 TIME')
    .replace(/^(\d+ scenarios? as expected.*), [\d.,]+m?s$/gm, '$1, TIME')
    .replace(/^( *speed +)\S.*$/gm, '$1TIME')
    .replace(/"(wallMs|workers|runsPerS|eventsPerS)": [\d.]+/g, '"$1": TIME');
}
