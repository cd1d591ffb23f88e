// Checks README.md, CONTRIBUTING.md and docs/ against the tree: links, `npm run` scripts, `madoguchi` commands and their options, files in backticks, names
// of the code. Scripts and files are looked for in comments and messages of the program too. What the documents list whole: tables.ts.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { linksIn } from '../papers/markdown.ts';
import { wrongExamples } from './examples.ts';
import { listsNotTold, missingTables, notInIndex, wrongJobs } from './tables.ts';
import { type Document, readIn, type Tree, treeNow } from './tree.ts';

/** Texts that name what the code is made of, and nothing of other programs. */
const OF_THE_CODE = ['docs/architecture.md', 'docs/glossary.md', 'docs/mail-and-log.md'];

/** Names in backticks that look like a file and are none, each with why. */
const NO_FILES: ReadonlyMap<string, string> = new Map([
  ['lists/definitions/set-ups.ts', 'an example of a list that is not there'],
  ['x.test.ts', 'stands for every test'],
]);

const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
const headingsOf = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => slugOf(heading));

/** Links that lead nowhere: no such file or folder, or no such heading (in a table of settings: no such key). */
export function wrongLinks(
  { file, text }: Document,
  isThere: (file: string) => boolean,
  read: (file: string) => string,
): string[] {
  const targetOf = (link: string): string => posix.normalize(posix.join(posix.dirname(file), link));
  const gone = linksIn(text)
    .map(targetOf)
    .filter((target) => !isThere(target))
    .map((target) => `${file} leads to ${target}, which is not there`);
  const parts = [...text.matchAll(/\]\(([^)\s:#]*)#([^)\s]+)\)/gu)].flatMap(([, link = '', part = '']) => {
    const target = link === '' ? file : targetOf(link);
    if (!target.endsWith('.md') || !isThere(target)) return [];
    const there = link === '' ? text : read(target);
    return headingsOf(there).includes(part) || there.includes(`| \`${part}\` |`)
      ? []
      : [`${file} leads to ${target}#${part}: there is no such heading`];
  });
  return [...gone, ...parts];
}

/** Links of what staff and city read that are called by a file's name: on paper nobody knows what it is. */
export const linksByFile = ({ file, text }: Document): string[] =>
  /^docs\/(?:manual|papers|training)\//u.test(file)
    ? [...text.matchAll(/\[([\w-]+\.md)\]\(/gu)].map(([, name]) => `${file} calls a link ${name}: call it by its title`)
    : [];

/** Scripts of npm that are named and are not there, and what stands behind `--` of those that take names. */
export const wrongScripts = ({ file, text }: Document, { scripts, behind }: Tree): string[] =>
  [...text.matchAll(/\bnpm run ([a-z][\w:-]*)(?: -- ([a-z]+)\b)?/gu)].flatMap(([, script = '', name]) => {
    if (!scripts.includes(script)) return [`${file} names npm run ${script}: package.json has no such script`];
    const known = behind[script];
    return name === undefined || known === undefined || known.includes(name)
      ? []
      : [`${file} names npm run ${script} -- ${name}, which it does not know`];
  });

/** Commands of madoguchi that are named and are none, and options behind them that no command reads. */
export const wrongCommands = ({ file, text }: Document, { commands, options }: Tree): string[] =>
  [...text.matchAll(/\bmadoguchi(?:\.mjs)? (?!madoguchi\b)([a-z][a-z-]*)(?![\w.@])([^`\n]*)/gu)].flatMap(
    ([, command = '', rest = '']) => {
      if (!commands.includes(command)) return [`${file} names madoguchi ${command}: there is no such command`];
      return [...(rest.split(/\s(?:#|&&|>|→)\s/u)[0] ?? '').matchAll(/(?<=[\s[])--([a-z][a-z-]*)/gu)]
        .filter(([, option = '']) => !options.has(option))
        .map(([option]) => `${file} names madoguchi ${command} ${option}: no command reads it`);
    },
  );

const FILE = /`([\w@.-]+(?:\/[\w@.-]+)*\.(?:tsx?|sql|mjs|css|md))`/gu;

/** Files named in backticks, whole or by the end of their path, that are not in the tree. */
export function wrongFiles({ file, text }: Document, { files }: Tree): string[] {
  const ends = (name: string): boolean => files.some((one) => one === name || one.endsWith(`/${name}`));
  return [...text.matchAll(FILE)]
    .map(([, name = '']) => name)
    .filter((name) => !NO_FILES.has(name) && !ends(name.replace(/^(?:\.\.?\/)+/u, '')))
    .map((name) => `${file} names ${name}, which is not in the tree`);
}

/** Files that a comment or a message of the program names by their whole path and that are not in the tree. */
export const wrongPlaces = ({ file, text }: Document, { files }: Tree): string[] =>
  (text.match(/(?<![\w./])(?:docs|src|test|build|bench)\/[\w/.-]+\.(?:md|tsx?|sql|mjs|css)\b/gu) ?? [])
    .filter((place) => !files.includes(place))
    .map((place) => `${file} names ${place}, which is not in the tree`);

/** Functions, tables, columns and constants in backticks whose last part is no word of the code: renamed, or gone. */
export const wrongNames = ({ file, text }: Document, { words }: Tree): string[] =>
  [...text.replace(/^```[\s\S]*?^```$/gmu, '').matchAll(/`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\([^`]*\))?`/gu)]
    .map(([, name = '']) => name)
    .filter((name) => !words.has(name.split('.').at(-1) ?? ''))
    .map((name) => `${file} names ${name}, which no code does`);

function main(): number {
  const documents = readIn(['*.md', 'docs/**/*.md']);
  const isTest = ({ file }: Document): boolean => /\.test\./u.test(file);
  const programs = readIn('src/**/*.{ts,tsx,sql}').filter((one) => !isTest(one));
  const others = readIn(['{build,test,bench,bin}/**/*.{ts,tsx,mjs}', 'migrations/*.sql']);
  const tree = treeNow(programs, others);
  const isThere = (file: string): boolean => existsSync(join(ROOT, file));
  const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const found = [
    ...documents.flatMap((document) => [
      ...wrongLinks(document, isThere, textOf),
      ...linksByFile(document),
      ...wrongCommands(document, tree),
      ...wrongFiles(document, tree),
      ...wrongExamples(document),
    ]),
    ...documents.filter(({ file }) => OF_THE_CODE.includes(file)).flatMap((document) => wrongNames(document, tree)),
    ...programs.flatMap((program) => wrongPlaces(program, tree)),
    ...[...documents, ...programs, ...others.filter((one) => !isTest(one))].flatMap((text) => wrongScripts(text, tree)),
  ];
  found.push(
    ...missingTables(
      textOf('docs/architecture.md'),
      readIn('migrations/*.sql').map(({ text }) => text),
    ),
    ...wrongJobs(textOf('docs/mail-and-log.md'), textOf('src/worker/jobs.ts')),
    ...notInIndex(
      readIn('docs/manual/*.md').map(({ file }) => file.replace('docs/', '')),
      { 'README.md': textOf('README.md'), 'docs/papers/README.md': textOf('docs/papers/README.md') },
    ),
    ...notInIndex(
      readIn('docs/decisions/0*.md').map(({ file }) => posix.basename(file)),
      { 'docs/decisions/README.md': textOf('docs/decisions/README.md') },
    ),
    ...listsNotTold(textOf('docs/papers/lists/reports.md'), textOf('docs/manual/lists.md')),
  );
  for (const line of found) console.error(line);
  console.log(`${documents.length} documents, ${tree.commands.length} commands, ${found.length} wrong`);
  return found.length > 0 || documents.length === 0 || tree.commands.length < 2 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
