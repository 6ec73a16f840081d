export { tool, version } from '../explore/tool.ts';
