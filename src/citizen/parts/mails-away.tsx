import { Notice, Says } from '../../lib/html/index.ts';
import { useTexts } from '../speech.tsx';

/** Mails do not leave just now: said where somebody would wait for one. */
export function MailsAway({ away }: { away: boolean }) {
  if (!away) return null;
  const words = useTexts().mail.away;
  return (
    <Notice kind="care" title={words.title} id="mails-away">
      <Says>{words.says}</Says>
    </Notice>
  );
}
