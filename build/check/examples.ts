// What whoever copies an example of the documents from would not notice before it is too late.
import type { Document } from './tree.ts';

const blocksOf = (text: string): string[] => [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block);

const TRAPS: readonly [what: string, isIn: (block: string) => boolean][] = [
  [
    'a unit without [Install]: it does not start with the machine',
    (block) => /^\[Service\]$/mu.test(block) && !/^WantedBy=/mu.test(block),
  ],
  ['log_input of sudo, which keeps passwords that are typed', (block) => /^Defaults .*\blog_input\b/mu.test(block)],
  ['a password in a statement, which stays in histories and logs', (block) => /\bPASSWORD '/u.test(block)],
  [
    'a backup or a check as root, whose folders nobody else may write: runuser',
    (block) =>
      block.split('\n').some((line) => /\.env[;"]/u.test(line) && /(?<!-- )\bmadoguchi(?:\.mjs)? (?:backup|check)\b/u.test(line)),
  ],
];

/** Examples that do harm where they are followed as they stand. */
export const wrongExamples = ({ file, text }: Document): string[] =>
  blocksOf(text).flatMap((block) =>
    TRAPS.flatMap(([what, isIn]) => (isIn(block) ? [`${file} has an example with ${what}`] : [])),
  );
