import { retryMail } from '../../../outbox/desk.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';
import type { Feature } from '../../feature.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, post, type SignedAsk, show } from '../../route.ts';
import { askedList } from '../lists/asked.ts';
import { filterQuery } from '../lists/query.ts';
import { listRoutes } from '../lists/routes.tsx';
import { sentMailRoutes, visibleMail } from './sent.tsx';

/** Sends a mail again, and back to the list as it was filtered. One that this account may not see is not there, as its page says. */
async function retry(ask: SignedAsk): Promise<Answer> {
  const found = await visibleMail(ask);
  const retried = found !== undefined && (await retryMail(ask.db, ask.actor, found.mail.id));
  const asked = await askedList({ ...ask, params: { list: 'mails' } }, ask.body);
  if (asked === undefined) return show(<NotFound ask={ask} />, 404);
  return go(withQuery(paths.mails, { ...filterQuery(asked), done: retried ? 'retried' : 'none' }));
}

/** メール: the list of mails, what each said, and sending one again. */
export const mailsFeature: Feature = {
  routes: [...listRoutes('mails', 'mails.see'), ...sentMailRoutes, post(paths.retryMail(':id'), 'mails.retry', retry)],
  menu: [{ group: 'mails', href: paths.mails, words: 'メール', right: 'mails.see' }],
  waits: [
    {
      words: '不達のメール',
      why: 'メールが届きませんでした。宛先を確かめ、電話で連絡するか、再送してください。',
      urgency: 'soon',
      call: 'メールが届かなかった方。電話番号は一覧に出ます。',
      href: paths.mails,
      right: 'mails.see',
      count: deadCount,
    },
  ],
};
