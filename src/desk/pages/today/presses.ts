import { isProtected, OUTCOMES, receive, record, undo } from '../../../counter/acts.ts';
import { handOverParty } from '../../../counter/hand-together.ts';
import { outcomeWords } from '../../../counter/words.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { memberPosition, positionsOf } from '../../parts/position.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, post, type Route, type SignedAsk } from '../../route.ts';
import { pressedOn } from './subject.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields by which a press and its pages find back to the row: carried from form to form, said in the address where the press ends. */
export function backFields(fields: Fields): Record<string, string> {
  const card = rowId(fields['card']);
  if (card.ok) return { card: String(card.value) };
  const day = dayParam(fields['day']);
  const section = field(fields, 'in');
  return {
    office: field(fields, 'office').slice(0, 40),
    day: day.ok ? day.value : '',
    all: field(fields, 'all') === '1' ? '1' : '',
    in: section === 'here' || section === 'list' ? section : '',
  };
}

/** Back to where the button stood: a card's page, or the row of the board, scrolled to also without scripts. */
export function back(fields: Fields, said: Record<string, string>): string {
  const { card, ...board } = backFields(fields);
  if (card !== undefined) return withQuery(paths.person(Number(card)), said);
  const [id, position] = [uuid(fields['id']), memberPosition(fields['position'])];
  if (!id.ok || !position.ok) return withQuery(paths.today, { ...board, ...said });
  const at = { at: id.value, position: position.value };
  return withQuery(paths.today, { ...board, ...at, ...said }, `p-${id.value}-${position.value}`);
}

/** Whether this account may not press on a visit: it has someone whom only named roles may see. */
const mayNotPress = async (ask: SignedAsk, of: Parameters<typeof isProtected>[1]): Promise<boolean> =>
  !viewerOf(ask).seesProtected && (await isProtected(ask.db, of));

async function press(ask: SignedAsk): Promise<Answer> {
  const leave = (said: Record<string, string>) => go(back(ask.body, said));
  const act = rowId(ask.body['undo']);
  if (act.ok) {
    if (await mayNotPress(ask, { actId: act.value })) return leave({ refused: 'unknown' });
    const undone = await undo(ask.db, ask.actor, act.value);
    return leave(undone.ok ? { undone: '1' } : { refused: undone.reason });
  }
  const [id, position] = [uuid(ask.body['id']), memberPosition(ask.body['position'])];
  if (!id.ok || !position.ok || (await mayNotPress(ask, { reservationId: id.value }))) return leave({ refused: 'unknown' });
  const several = (['party', 'handed'] as const).find((name) => field(ask.body, name) !== '');
  if (several !== undefined) {
    const act = several === 'party' ? receive : handOverParty;
    const whom = { reservationId: id.value, positions: positionsOf(field(ask.body, several)) };
    const done = await act(ask.db, ask.actor, { ...whom, seen: field(ask.body, 'seen') });
    return leave(done.ok ? {} : { refused: done.reason, ...(several === 'handed' ? { handed: whom.positions.join(' ') } : {}) });
  }
  // 不備 asks for its reason on a page of its own.
  const to = OUTCOMES.find((outcome) => outcome === ask.body['press'] && outcome !== 'incomplete');
  if (to === undefined) return leave({ refused: 'unknown' });
  const from = OUTCOMES.find((outcome) => outcome === ask.body['from']) ?? null;
  const whom = { reservationId: id.value, position: position.value };
  const pressed = await record(ask.db, ask.actor, { ...whom, from, to, reason: '', seen: field(ask.body, 'seen') });
  return leave(pressed.ok ? {} : { refused: pressed.reason });
}

/** What a press is called where it was set aside. */
const PRESSES: Readonly<Record<string, string>> = {
  arrived: outcomeWords('arrived', true),
  'handed-over': outcomeWords('handed-over', true),
  incomplete: outcomeWords('incomplete', true),
  'no-show': outcomeWords('no-show', true),
};

function pressWords(fields: Fields): string {
  if (field(fields, 'undo') !== '') return '窓口の記録の取り消し';
  const press =
    field(fields, 'party') === '' ? (field(fields, 'handed') === '' ? field(fields, 'press') : 'handed-over') : 'arrived';
  return PRESSES[press] === undefined ? '窓口の記録' : `窓口の記録（${PRESSES[press]}）`;
}

export const pressRoutes: readonly Route[] = [post(paths.press, 'counter.act', { words: pressWords, of: pressedOn }, press)];
