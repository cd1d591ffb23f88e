import type { Conflict } from '../../../intake/decide.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { birthday } from '../../parts/words.ts';
import type { SignedAsk } from '../../route.ts';
import { marked } from './marked.ts';

type Person = Conflict['told'] & { statusName?: string };

/** A text with what the other record has otherwise marked. */
const Marked = ({ text, other }: { text: string; other: string }) => (
  <>
    {marked(printable(text).text, printable(other).text).map(({ text: part, differs }) => (differs ? <mark>{part}</mark> : part))}
  </>
);

/** One of the two records, as a cell. */
function Side({ ask, title, person, other }: { ask: SignedAsk; title: string; person: Person; other: Person }) {
  return (
    <td>
      <span class="sub">{title}</span>
      <b>
        <Marked text={person.name} other={other.name} />
      </b>
      <span class="sub">{person.kana === '' ? 'カナなし' : <Marked text={person.kana} other={other.kana} />}</span>
      <Marked text={birthday(person, ask.clock)} other={birthday(other, ask.clock)} />
      <span class="sub">
        <Marked text={person.address} other={other.address} />
      </span>
      {person.statusName !== undefined && <span class="sub">交付状況：{person.statusName}</span>}
    </td>
  );
}

type Both = { ask: SignedAsk; conflict: Conflict };

/** Both records beside each other. */
export const Sides = ({ ask, conflict: { card, told } }: Both) => (
  <>
    <Side ask={ask} title="現在の登録" person={card} other={told} />
    <Side ask={ask} title="取り込んだ行" person={told} other={card} />
  </>
);
