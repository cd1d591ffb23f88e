import { Phrase } from '../../lib/html/index.ts';

/** Lines with a dot before each. */
export const Bullets = ({ lines }: { lines: readonly string[] }) => (
  <ul class="bullets">
    {lines.map((line) => (
      <li>
        <Phrase>{line}</Phrase>
      </li>
    ))}
  </ul>
);
