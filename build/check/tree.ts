// What there is to name: the scripts, commands, files and words of the code that documents.ts holds the documents against.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { PROGRAMS, REHEARSALS } from '../../test/rehearsals.ts';

/** A text by its file, from the root of the tree. */
export type Document = { file: string; text: string };

/** What the tree offers: scripts of npm, what may stand behind one of them, commands, their options, every file, and every word of the code. */
export type Tree = {
  scripts: readonly string[];
  behind: Readonly<Record<string, readonly string[]>>;
  commands: readonly string[];
  options: ReadonlySet<string>;
  files: readonly string[];
  words: ReadonlySet<string>;
};

/** The commands of the program, as the table in src/commands.ts has them. */
export const commandsIn = (table: string): string[] =>
  [...(/^(?:export )?const COMMANDS[\s\S]*?^\};$/mu.exec(table)?.[0] ?? '').matchAll(/^ {2}'?([a-z-]+)'?: (?:\{|door\()/gmu)].map(
    ([, name = '']) => name,
  );

/** Files of the tree with what they hold. */
export const readIn = (pattern: string | string[]): Document[] =>
  globSync(pattern, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

/** What the tree as it stands offers. @param programs the sources of the program @param others those of tests, build and migrations */
export function treeNow(programs: readonly Document[], others: readonly Document[]): Tree {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const commands = programs.filter(({ file }) => /command\.ts$|^src\/(?:main|start\/\w+)\.ts$/u.test(file));
  return {
    scripts: Object.keys(scripts),
    behind: {
      rehearse: [...REHEARSALS, ...PROGRAMS].map(({ name }) => name),
      bench: globSync('bench/*.ts', { cwd: ROOT }).map((file) => basename(file, '.ts')),
    },
    commands: ['help', ...commandsIn(programs.find(({ file }) => file === 'src/commands.ts')?.text ?? '')],
    options: new Set(
      commands.flatMap(({ text }) =>
        [...text.matchAll(/--([a-z][a-z-]*)|\b([a-z]+): \{ type: '(?:string|boolean)'/gu)].map(
          ([, one, two]) => one ?? two ?? '',
        ),
      ),
    ),
    files: globSync(['*', '{src,build,test,bench,bin,migrations,docs}/**'], { cwd: ROOT }).map((file) =>
      file.replaceAll('\\', '/'),
    ),
    words: new Set([...programs, ...others].flatMap(({ text }) => text.match(/\w+/gu) ?? [])),
  };
}
