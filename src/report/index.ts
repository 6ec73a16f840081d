export { type Column, line, widthsOf } from './columns.ts';
export { quoted, type Repeat } from './command.ts';
export { counted, duration } from './figures.ts';
export { type Report, type ReportedError, reportOf, reportSchema } from './json.ts';
export { type Paint, paintAt } from './paint.ts';
export { batchText, batchWidths, closingText, type PlannedBatch } from './text.ts';
export { type TraceEntry, traceEnd, traceHeader, traceLine } from './trace.ts';
