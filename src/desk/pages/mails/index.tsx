import { actOnMails, type MailAct } from '../../../outbox/desk.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';
import type { Feature } from '../../feature.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, post, type SignedAsk, show } from '../../route.ts';
import { askedList } from '../lists/asked.ts';
import { filterQuery } from '../lists/query.ts';
import { listRoutes } from '../lists/routes.tsx';
import { manyMailsRoutes } from './many.tsx';
import { sentMailRoutes, visibleMail } from './sent.tsx';

/** Does something with a mail, and back to the list as it was filtered. One that this account may not see is not there, as its page says. */
const press =
  (act: MailAct) =>
  async (ask: SignedAsk): Promise<Answer> => {
    const found = await visibleMail(ask);
    const done = found === undefined ? 0 : await actOnMails(ask.db, ask.actor, act, [found.mail.id]);
    const asked = await askedList({ ...ask, params: { list: 'mails' } }, ask.body);
    if (asked === undefined) return show(<NotFound ask={ask} />, 404);
    return go(withQuery(paths.mails, { ...filterQuery(asked), done: done > 0 ? act : 'none' }));
  };

/** メール: the list of mails, what each said, sending them again and having done with them. */
export const mailsFeature: Feature = {
  routes: [
    ...listRoutes('mails', 'mails.see', { rows: '送信メール', list: '送信メールの一覧' }),
    ...manyMailsRoutes,
    ...sentMailRoutes,
    post(paths.mailAct(':id', 'retry'), 'mails.retry', 'メールの再送', press('retry')),
    post(paths.mailAct(':id', 'now'), 'mails.retry', '送信待ちのメールの送信', press('now')),
    post(paths.mailAct(':id', 'settle'), 'mails.retry', '不達のメールの対応済', press('settle')),
  ],
  menu: [{ group: 'mails', href: paths.mails, words: 'メール', right: 'mails.see' }],
  waits: [
    {
      words: '不達のメール',
      why: 'メールが届きませんでした。宛先を確かめ、電話で連絡するか、再送してください。済んだら「対応済にする」を押してください。',
      urgency: 'soon',
      call: 'メールが届かなかった方。電話番号は一覧に出ます。',
      href: paths.mails,
      right: 'mails.see',
      count: deadCount,
      answers: ['mail.settled'],
    },
  ],
};
