import { randomUUID } from 'node:crypto';
import { countMailings, listMailings, readMailing, readRecipients, sendMailing, stopMailing } from '../../../letters/mailings.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/index.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { pickNothing } from '../../../lists/picked.ts';
import { countOf, keysOf } from '../../../lists/read.ts';
import type { Feature } from '../../feature.ts';
import { readForm } from '../../parts/form.tsx';
import { pageAsked } from '../../parts/pages.ts';
import { withRow } from '../../parts/row.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, needs, post, type SignedAsk, show } from '../../route.ts';
import { type AskedList, chosenFrom, toList } from '../lists/asked.ts';
import { mailingForm } from './form.ts';
import { bookingsOfList, mailing } from './subject.ts';
import { isCancelled, MailingPage, MailingsPage, NewMailingPage, type NewMailingProps } from './view.tsx';

const RIGHT = 'mails.mailing';
const A_PAGE = 50;

/** The bookings that the filter of a list of them chooses (予約一覧 where none is named), or those of it that were ticked: those alone. */
async function chosen(ask: SignedAsk, input: SignedAsk['query']): Promise<{ asked: AskedList; reservations: string[] }> {
  const asked = await chosenFrom(ask, input, 'bookings');
  const keys = await keysOf(ask.db, asked.prepared);
  return { asked, reservations: [...new Set(keys.map((key) => key.split('/')[0] ?? ''))] };
}

async function page(
  ask: SignedAsk,
  input: SignedAsk['query'],
  more: Partial<NewMailingProps> & { errors?: FormErrors } = {},
  status = 200,
): Promise<Answer> {
  const { asked, reservations } = await chosen(ask, input);
  if (hasErrors(asked.prepared.errors)) return toList(asked, input);
  const [recipients, { hidden }] = await Promise.all([
    readRecipients(ask.db, reservations, {
      withVisit: (more.preview?.withVisit ?? true) && !isCancelled(asked),
      cancelled: isCancelled(asked),
    }),
    countOf(ask.db, asked.prepared),
  ]);
  // Each page has its own: pressed twice it is one mailing, and what is written anew after it is another.
  const props = { asked, recipients, hidden, form: randomUUID(), errors: {}, ...more };
  return show(<NewMailingPage ask={ask} props={props} />, status);
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const typed = readForm(ask, mailingForm);
  if (field(ask.body, 'act') === 'edit') return page(ask, ask.body);
  if (!typed.ok) return page(ask, ask.body, { errors: typed.errors }, 422);
  if (field(ask.body, 'act') !== 'send') return page(ask, ask.body, { preview: typed.value });
  const form = uuid(ask.body['form']);
  const { asked, reservations } = await chosen(ask, ask.body);
  if (hasErrors(asked.prepared.errors)) return toList(asked, ask.body);
  const sent = form.ok
    ? await sendMailing(ask.db, ask.actor, {
        ...typed.value,
        withVisit: typed.value.withVisit && !isCancelled(asked),
        cancelled: isCancelled(asked),
        form: form.value,
        sentence: asked.prepared.sentence,
        reservations,
        seen: field(ask.body, 'seen'),
      })
    : ({ ok: false, reason: 'changed_meanwhile' } as const);
  if (sent.ok && asked.prepared.picked && asked.picks !== undefined) await pickNothing(ask.db, asked.picks.of);
  if (sent.ok) return go(withQuery(paths.mailing(sent.value), { done: 'sent' }));
  return page(ask, ask.body, { preview: typed.value, refused: sent.reason }, 409);
}

/** Every mailing, page by page: none is lost because others came after it. */
async function list(ask: SignedAsk): Promise<Answer> {
  const { page: at, pages, ...stretch } = pageAsked(ask, await countMailings(ask.db), A_PAGE);
  return show(<MailingsPage ask={ask} mailings={await listMailings(ask.db, stretch)} page={at} pages={pages} />);
}

const withMailing = withRow((ask, id) => readMailing(ask.db, id));

export const mailingsFeature: Feature = {
  routes: [
    get(paths.mailings, RIGHT, list),
    // Whom it is to is chosen from the list of bookings, and so by who may see it.
    needs(
      'people.see',
      get(paths.newMailing, RIGHT, (ask) => page(ask, ask.query)),
    ),
    needs('people.see', post(paths.newMailing, RIGHT, { words: '一斉メールの送信', of: bookingsOfList }, submit)),
    get(
      paths.mailing(':id'),
      RIGHT,
      withMailing(async (ask, mailing) => show(<MailingPage ask={ask} mailing={mailing} />)),
    ),
    post(
      paths.stopMailing(':id'),
      RIGHT,
      { words: '一斉メールの中止', of: mailing },
      withMailing(async (ask, mailing) => {
        const stopped = await stopMailing(ask.db, ask.actor, mailing.id);
        return go(withQuery(paths.mailing(mailing.id), { done: stopped ? 'stopped' : '' }));
      }),
    ),
  ],
  menu: [{ group: 'mails', href: paths.mailings, words: '一斉メール', right: RIGHT }],
};
