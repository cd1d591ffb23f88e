import { expect, test } from 'vitest';
import { routes } from '../app.tsx';
import { reachOf } from './reach.ts';

/** What stands in the table by its beginning alone: a page that is added there is decided by somebody, here, and not by the lines beside it. */
const BEGINS = /^\/(?:people\/:card|reservations|booking|waiting|locks|terminals|kept|search|second-factor)(?:\/|$)/u;

const DECIDED = {
  anyone: [
    'GET /booking',
    'GET /kept/:id',
    'GET /locks',
    'GET /people/:card',
    'GET /people/:card/protect',
    'GET /reservations/:id',
    'GET /reservations/:id/call',
    'GET /reservations/:id/cancel',
    'GET /reservations/:id/contact',
    'GET /reservations/:id/mail',
    'GET /reservations/:id/move',
    'GET /reservations/:id/needs',
    'GET /reservations/:id/people',
    'GET /search/:id',
    'GET /second-factor',
    'GET /second-factor/codes',
    'GET /second-factor/remove',
    'GET /second-factor/set-up',
    'GET /terminals',
    'GET /terminals/:id',
    'GET /terminals/:id/result.pdf',
    'GET /terminals/check',
    'GET /terminals/trial/:file',
    'GET /waiting',
    'GET /waiting/:id',
    'GET /waiting/:id/change',
    'GET /waiting/:id/leave',
    'GET /waiting/beside/:id',
    'GET /waiting/new',
    'POST /booking',
    'POST /booking/find',
    'POST /booking/leave',
    'POST /booking/person',
    'POST /locks/lift',
    'POST /people/:card/lift',
    'POST /people/:card/protect',
    'POST /people/:card/protect/lift',
    'POST /people/:card/remark',
    'POST /people/:card/remark/withdraw',
    'POST /reservations/:id/call',
    'POST /reservations/:id/cancel',
    'POST /reservations/:id/contact',
    'POST /reservations/:id/lift',
    'POST /reservations/:id/mail',
    'POST /reservations/:id/move',
    'POST /reservations/:id/needs',
    'POST /reservations/:id/people',
    'POST /reservations/:id/people/find',
    'POST /reservations/:id/people/person',
    'POST /reservations/:id/people/remove',
    'POST /reservations/:id/remark/withdraw',
    'POST /search',
    'POST /second-factor/codes',
    'POST /second-factor/remove',
    'POST /second-factor/set-up',
    'POST /terminals/check',
    'POST /waiting/:id/book',
    'POST /waiting/:id/change',
    'POST /waiting/:id/leave',
    'POST /waiting/:id/pass',
    'POST /waiting/beside/:id',
    'POST /waiting/new',
  ],
  city: [
    'GET /people/:card/address',
    'GET /people/:card/keep',
    'GET /people/:card/post-again',
    'GET /people/:card/posted/:notice',
    'POST /people/:card/address',
    'POST /people/:card/keep',
    'POST /people/:card/keep/lift',
    'POST /people/:card/post-again',
    'POST /people/:card/posted/:notice',
  ],
  office: [
    'GET /people/:card/found',
    'GET /people/:card/missing',
    'GET /people/:card/notice-back',
    'GET /people/:card/status',
    'GET /reservations/:id/keep',
    'GET /reservations/:id/keep/lift',
    'POST /people/:card/found',
    'POST /people/:card/missing',
    'POST /people/:card/notice-back',
    'POST /people/:card/notice-back/undo',
    'POST /people/:card/status',
    'POST /people/:card/status/undo',
    'POST /reservations/:id/keep',
    'POST /reservations/:id/keep/lift',
  ],
} as const;

test('[8(2)②a] each page of a person, a booking, a wait, a lock or a terminal is decided by itself', () => {
  const of = (method: string, path: string) => {
    const reach = reachOf(method, path);
    return typeof reach === 'object' ? 'office' : reach;
  };
  const there = routes.filter(({ right, path }) => right !== 'anyone' && BEGINS.test(path));
  for (const [reach, decided] of Object.entries(DECIDED))
    expect(
      there
        .filter(({ method, path }) => of(method, path) === reach)
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
      reach,
    ).toEqual([...decided]);
  expect(there.length).toBe(Object.values(DECIDED).flat().length);
});
