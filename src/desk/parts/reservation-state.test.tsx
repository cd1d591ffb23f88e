import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { ReservationState, type StateOfVisit } from './reservation-state.tsx';

const visit = (outcomes: (string | null)[], more: Partial<StateOfVisit> = {}): StateOfVisit => ({
  state: 'booked',
  needsMoving: false,
  needsCard: true,
  members: outcomes.map((outcome, at) => ({ cardId: at + 1, outcome })),
  ...more,
});
const said = (reservation: StateOfVisit, cardId?: number): string =>
  render(<ReservationState reservation={reservation} {...(cardId === undefined ? {} : { cardId })} />).replaceAll(
    /<[^>]*>/gu,
    '',
  );

test.each<[(string | null)[], string]>([
  [[null, null], '予約中'],
  [['arrived', 'arrived'], '受付済'],
  [['handed-over', 'no-show'], '交付済 1人、未来庁 1人'],
  [[null, 'no-show'], '未受付 1人、未来庁 1人'],
  [['handed-over', 'handed-over', 'incomplete'], '交付済 2人、不備再手続 1人'],
  [['arrived', null, 'no-show'], '受付済 1人、未受付 1人、未来庁 1人'],
  [['no-show', 'no-show'], '未来庁'],
])('[8(2)⑦b] a visit of which its people came out as %j reads %s', (outcomes, words) => {
  expect(said(visit(outcomes))).toBe(words);
});

test('[8(2)⑦b] on the page of one of them it is what became of that one', () => {
  const family = visit(['handed-over', 'no-show', null]);
  expect([1, 2, 3].map((cardId) => said(family, cardId))).toEqual(['交付済', '未来庁', '予約中']);
});

test('a shut slot is 要振替 for who has not come, and says what became of who has', () => {
  const shut = visit(['handed-over', null], { needsMoving: true });
  expect([said(shut), said(shut, 1), said(shut, 2)]).toEqual(['要振替', '交付済', '要振替']);
  expect(said(visit([null], { state: 'cancelled' }))).toBe('取消済');
});
