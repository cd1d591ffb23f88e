import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clausesIn } from './titles.ts';

const FOLDER = 'test/clauses/';

/** Whether a test file holds acceptance tests: only these show a demand. */
export const isAcceptance = (file: string): boolean => file.replaceAll('\\', '/').includes(FOLDER);

/** An acceptance test as it stands in its file, in the file's order; `built` false: a todo, what it asks for is not built. */
export type Acceptance = { file: string; line: number; title: string; clauses: string[]; built: boolean };

/** `demand(`, `test.todo(` and the like with the title behind, on the same line or the next. */
const ENTRY = /^ {2}([\w.]+)\(\s*'((?:[^'\\]|\\.)*)'/gmu;

/** The acceptance tests of one file's text. Only what names a demand in its title is one. */
export const acceptanceIn = (file: string, text: string): Acceptance[] =>
  [...text.matchAll(ENTRY)].flatMap(({ 1: call = '', 2: title = '', index }) => {
    const clauses = clausesIn(title);
    const line = text.slice(0, index).split('\n').length;
    return clauses.length === 0 ? [] : [{ file, line, title, clauses, built: call !== 'test.todo' }];
  });

/** All of them, file by file. */
export const readAcceptance = (root: string): Acceptance[] =>
  globSync(`${FOLDER}*.test.ts`, { cwd: root })
    .sort()
    .flatMap((file) => acceptanceIn(file, readFileSync(join(root, file), 'utf8')));
