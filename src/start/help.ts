/** What `madoguchi help` prints: each command with what it is for, in two columns. @param commands in the order a newcomer meets them */
export function helpText(commands: Readonly<Record<string, { about: string }>>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  return [
    'madoguchi COMMAND',
    '',
    ...Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}${about}`),
  ].join('\n');
}
