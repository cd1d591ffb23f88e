import { expect, test } from 'vitest';
import { helpText } from './help.ts';

test('the longest command is told apart from what it is for', () => {
  expect(
    helpText({ start: { about: 'a' }, components: { about: 'b' } })
      .split('\n')
      .slice(2),
  ).toEqual(['  start       a', '  components  b']);
});
