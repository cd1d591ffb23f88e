/** A table in markdown. Cells hold no line breaks; a bar in one is escaped. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** Where links and pictures of a text lead, outside of code: addresses within the tree, without what stands behind `#`. */
export const linksIn = (text: string): string[] =>
  [...text.replace(/`[^`]*`/gu, '').matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/gu)]
    .map(([, target = '']) => target.replace(/#.*$/u, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/u.test(target));
