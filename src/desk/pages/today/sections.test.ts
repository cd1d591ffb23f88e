import { expect, test } from 'vitest';
import type { OutcomeCode } from '../../../counter/acts.ts';
import { type BoardMember, type BoardVisit, figures } from '../../../counter/board.ts';
import { sections } from './sections.ts';

const member = (outcome: OutcomeCode | null, minutesAgo = 0): BoardMember => ({
  position: 1,
  cardId: 1,
  who: { name: '田中丸 幸子', kana: '' },
  noticeId: null,
  awaits: false,
  protected: false,
  whereabouts: 'shelf',
  place: null,
  cardOfficeId: null,
  remark: null,
  outcome,
  outcomeAt: outcome === null ? null : new Date(1_000_000_000_000 - minutesAgo * 60_000),
  act: null,
  reason: '',
  lastIncomplete: null,
  isChild: false,
  asksFirst: null,
  expired: false,
  birthDate: null,
  birthText: null,
  phone: '',
  alike: false,
});
const visit = (id: string, members: BoardMember[], needsMoving = false): BoardVisit => ({
  id,
  number: id,
  serviceName: '',
  needsCard: true,
  startMinute: 600,
  minutes: 30,
  needsMoving,
  phone: '',
  mail: null,
  language: 'ja',
  members,
});
const ids = (visits: BoardVisit[]) => visits.map(({ id }) => id);

const day = [
  visit('over', [member('handed-over')]),
  visit('late', [member(null)]),
  visit('new', [member('arrived', 2)]),
  visit('waits', [member('handed-over', 50), member('arrived', 40)]),
  visit('shut', [member(null)], true),
  visit('kept', [member('arrived', 1)], true),
];

test('who is at the counter stands first, the longest waiting on top; who was seen to folds; 要振替 stands apart', () => {
  const { here, list, moving, folded } = sections(day, { folds: true, pressed: undefined });
  expect(ids(here)).toEqual(['waits', 'new', 'kept']);
  expect(ids(list)).toEqual(['late']);
  expect(ids(moving)).toEqual(['shut']);
  expect(ids(folded)).toEqual(['over']);
});

test('unfolded, who was seen to stands at its time', () => {
  const { list, folded } = sections(day, { folds: false, pressed: undefined });
  expect(ids(list)).toEqual(['over', 'late']);
  expect(folded).toEqual([]);
});

test('the visit just pressed stays in the part where it was pressed', () => {
  const pressed = (reservationId: string, stays: 'here' | 'list' | undefined) =>
    sections(day, { folds: true, pressed: { reservationId, position: 1, stays } });
  expect(ids(pressed('over', 'here').here)).toContain('over');
  expect(ids(pressed('over', undefined).list)).toContain('over');
  expect(ids(pressed('new', 'list').list)).toContain('new');
  expect(ids(pressed('new', 'list').here)).not.toContain('new');
  expect(ids(pressed('shut', 'list').moving)).toEqual(['shut']);
});

test('[8(2)⑦b] each visit stands in one figure alone, and all of them make the day: a family of which one did not come too', () => {
  const families = [
    [member('arrived'), member('no-show')],
    [member(null), member('no-show')],
    [member(null), member('incomplete')],
    [member('handed-over'), member('no-show')],
    [member('incomplete'), member('no-show')],
    [member('handed-over'), member('handed-over')],
  ];
  const counted = figures([...families.map((members, at) => visit(String(at), members)), ...day]);
  expect(counted).toMatchObject({ visits: 12, here: 4, toCome: 3, done: 2, noShow: 1, incomplete: 1, needsMoving: 1 });
});
