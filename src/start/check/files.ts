import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadAssets } from '../../lib/html/assets.ts';
import { sentenceOf } from '../faults.ts';
import { type Finding, good, wrong } from './finding.ts';

/** Whether the sheets, scripts and fonts of the sites were built and can be read. */
export function lookAtBuild(): Finding[] {
  try {
    loadAssets();
    return [good('The sites are built.')];
  } catch (error) {
    return [wrong(`The sites are not built, or this account cannot read them (${error instanceof Error ? error.message : ''}).`)];
  }
}

/** Whether the file of heads can be added to. Nothing is written. */
export function lookAtHeads(file: string): Finding[] {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    return [good(`The heads of the log are kept in ${file}.`)];
  } catch (error) {
    return [wrong(sentenceOf('check', error) ?? `AUDIT_HEADS, ${file}, cannot be written: make its folder.`)];
  }
}
