import { Phrase } from '../../lib/html/index.ts';
import { Theirs } from '../speech.tsx';

/** Lines with a dot before each. `theirs`: what staff wrote, after ours. */
export const Bullets = ({ lines = [], theirs = [] }: { lines?: readonly string[]; theirs?: readonly string[] }) => (
  <ul class="bullets">
    {lines.map((line) => (
      <li>
        <Phrase>{line}</Phrase>
      </li>
    ))}
    {theirs.map((line) => (
      <li>
        <Theirs>{line}</Theirs>
      </li>
    ))}
  </ul>
);
