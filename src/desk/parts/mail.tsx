import { deskMoment } from '../../lib/dates/jst.ts';
import { IconDone, IconHere, IconNotCome, IconYet } from '../../lib/html/index.ts';
import type { Mail } from '../../outbox/desk.ts';
import { MAIL_STATES, mailName, mailStateWords } from '../../outbox/names.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { State } from './state.tsx';

/** A mail's name; for who may see mails it leads to what it said. */
export function MailLink({ ask, mail }: { ask: SignedAsk; mail: Mail }) {
  const name = mailName(mail.kind);
  return can(ask.session, 'mails.see') ? <a href={paths.sentMail(mail.id)}>{name}</a> : name;
}

/** How a mail fares. `held`: mails of its visit are held back (支援措置). */
export function MailState({ mail, held }: { mail: Mail; held: boolean }) {
  switch (mail.state) {
    case 'sent':
      return (
        <State icon={<IconDone />} look="open">
          {MAIL_STATES.sent}
        </State>
      );
    case 'sending':
      return <State icon={<IconHere />}>{MAIL_STATES.sending}</State>;
    case 'waiting':
      return (
        <>
          <State icon={<IconYet />} look="plain">
            {mailStateWords(mail, held)}
          </State>
          {mail.attempts > 0 && !held && <span class="sub">{deskMoment(mail.nextAt)}に再送</span>}
        </>
      );
    case 'dropped':
      return (
        <State icon={<IconNotCome />} look="plain">
          {MAIL_STATES.dropped}
        </State>
      );
    case 'dead':
      return (
        <>
          <State icon={<IconNotCome />} look="stop">
            {mailStateWords(mail, held)}
          </State>
          <span class="sub">{mail.attempts}回送信</span>
        </>
      );
  }
}
