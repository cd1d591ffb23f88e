import { expect, test } from 'vitest';
import { networksOf } from './networks.ts';
import { PASS_MINUTES, signedTickets, TICKET_MINUTES } from './ticket.ts';

const tickets = signedTickets('a secret that is long enough for tests');
const NOW = 29_000_000;

test('a ticket is read by whoever has the secret, for an hour since it was shown last', () => {
  const ticket = tickets.ticket(41, NOW);
  expect(signedTickets('a secret that is long enough for tests').numberOf(ticket, NOW + TICKET_MINUTES)).toBe(41);
  expect(tickets.numberOf(ticket, NOW + TICKET_MINUTES + 1)).toBeUndefined();
  expect(signedTickets('another secret').numberOf(ticket, NOW)).toBeUndefined();
});

test('what is not ours is nothing: another number, a pass for a ticket, a ticket of tomorrow, rubbish', () => {
  const ticket = tickets.ticket(41, NOW);
  const forged = [
    ticket.replace('t.41', 't.1'),
    ticket.slice(0, -1),
    tickets.pass(NOW),
    tickets.ticket(1, NOW + 1000),
    '',
    '.',
    't.1.29000000',
    'あ'.repeat(30),
    'x'.repeat(5000),
    undefined,
  ];
  expect(forged.map((one) => tickets.numberOf(one, NOW))).toEqual(forged.map(() => undefined));
  expect(tickets.passOf(ticket, NOW)).toBeUndefined();
});

test('a pass keeps who it is of when it is written anew, and ends three hours after the last page', () => {
  const first = tickets.passOf(tickets.pass(NOW), NOW);
  expect(tickets.passOf(tickets.pass(NOW + 10, first?.id), NOW + 10 + PASS_MINUTES)?.id).toBe(first?.id);
  expect(tickets.passOf(tickets.pass(NOW), NOW + PASS_MINUTES + 1)).toBeUndefined();
});

test('a pass is one browser’s from twenty networks, and nobody’s from more; others are as they were', () => {
  const isOne = networksOf();
  for (let n = 0; n < 20; n += 1) expect(isOne('a', `network ${n}`)).toBe(true);
  expect(isOne('a', 'network 0')).toBe(true);
  expect(isOne('a', 'one more')).toBe(false);
  expect(isOne('a', 'network 0')).toBe(false);
  expect(isOne('b', 'network 0')).toBe(true);
});
