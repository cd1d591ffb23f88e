import { writeRemark } from '../../../cards/acts.ts';
import { REMARK_LONGEST } from '../../../cards/remark.ts';
import { askedIf, type Form, form, mail, phone, text } from '../../../lib/form/index.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { keyOf } from '../../../reservations/person.ts';
import { can } from '../../../staff/rights.ts';
import { languageField } from '../../parts/language.ts';
import { needBoxes } from '../../parts/needs.ts';
import type { One } from '../../parts/party.ts';
import { type Reasons, reasonFields } from '../../parts/reasons.ts';
import { remarkOf, type Who } from '../../parts/who.ts';
import type { SignedAsk } from '../../route.ts';
import type { Fields } from './props.ts';

/** Before the boxes of one who comes: the answers of who comes along go with them, whoever leaves. */
export const prefixOf = (party: readonly One[], { key }: One): string => (party[0]?.key === key ? '' : `of-${key}-`);

/** The boxes of the last column, but for how they come. */
export const OWN_BOXES: readonly string[] = ['mail', 'language', 'remark', 'remark_from', 'exceed', 'person', 'phone'];

/** The boxes of the last column: kept where another place is chosen, or another comes along. */
export const contactBoxes = (party: readonly One[]): string[] => [
  ...OWN_BOXES.filter((box) => box !== 'phone' || party[0]?.who.by !== 'person'),
  ...party.flatMap((one) => needBoxes(prefixOf(party, one))),
];

/** What was typed, once the first does not come: the answers of the next are those of the first now; what was typed of who left goes with them. */
export function withoutFirst(body: Fields, party: readonly One[]): Fields {
  const [, next] = party;
  const own = ['phone', 'remark', 'remark_from', ...needBoxes('')];
  const kept = Object.entries(body).filter(([box]) => !own.includes(box));
  if (next === undefined) return Object.fromEntries(kept);
  const prefix = prefixOf(party, next);
  const answers = needBoxes('').flatMap((box) => (body[prefix + box] === undefined ? [] : [[box, body[prefix + box]] as const]));
  return Object.fromEntries([...kept, ...answers]);
}

/** How to reach who calls, and the remark on them; null where it is not asked: of who has no card the number was asked with the name. */
type Contact = Reasons & { mail: string | null; language: string; phone: string | null; remark: string | null };
type About = { who: Who; full: boolean; stands: string | undefined };

/** The last column of the call. The mail stands first: it is what is missing. */
export const contactForm = ({ who, full, stands }: About): Form<Contact> =>
  form<Contact>({
    ...reasonFields({ exceed: full, stands }),
    mail: mail('メール', { called: 'メールアドレス', accessKey: '3' }).optional(),
    phone: askedIf(who.by === 'card', phone('電話番号', { size: 'line' }).or('')),
    remark: askedIf(remarkOf(who) !== undefined, text('備考', REMARK_LONGEST, { rows: 2 }).or('')),
    language: languageField,
  });

/** Writes the remark where it was changed; true where another clerk's was newer and ours is not kept. */
export async function remarkLost(ask: SignedAsk, who: Who, remark: string): Promise<boolean> {
  const stands = remarkOf(who);
  if (stands === undefined || remark === stands.body || !can(ask.session, 'people.remark')) return false;
  const from = rowId(ask.body['remark_from']);
  const wrote = await writeRemark(ask.db, ask.actor, {
    of: who.by === 'card' ? { cardId: who.card.id } : { personKey: keyOf(who.person) },
    from: from.ok ? from.value : null,
    body: remark,
  });
  return !wrote.ok;
}
