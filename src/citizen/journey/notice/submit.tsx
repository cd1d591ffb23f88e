import { textOf } from '../../../lib/http/fields.ts';
import { beginVisit } from '../../begin.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { nothingTyped, readProof, typedOf } from './proof.ts';
import { texts } from './texts.ts';
import { NoticePage } from './view.tsx';

/** Every answer takes at least this long, so that the time does not tell an unknown ID from a wrong birthday. */
const SAME_TIME_MS = 300;

const atLeast = async <T,>(ms: number, work: Promise<T>): Promise<T> => {
  const [result] = await Promise.all([work, new Promise((resolve) => setTimeout(resolve, ms))]);
  return result;
};

export const noticeForm =
  (purpose: 'book' | 'manage') =>
  async ({ language, token }: Ask): Promise<Answer> =>
    show(<NoticePage language={language} token={token()} purpose={purpose} typed={nothingTyped} />);

/** §8(3)②: notice ID with birth month and day. */
export const noticeSubmit =
  (purpose: 'book' | 'manage') =>
  async (ask: Ask): Promise<Answer> => {
    const { language } = ask;
    const typed = typedOf(ask.body);
    const askYear = textOf(ask.body, 'ask_year') === 'yes';
    const page = { language, token: ask.token(), purpose, typed, askYear };
    const read = readProof(typed, askYear, texts[language].errors);
    if (read.errors !== undefined) return show(<NoticePage {...page} errors={read.errors} />, 422);
    const [service] = await ask.common.services('');
    const { secret, hash } = beginVisit();
    const proof = { ...read.proven, service: service?.code ?? '', address: ask.address, language };
    const outcome = await atLeast(SAME_TIME_MS, ask.acts.verify(proof, purpose, hash, ask.caller));
    switch (outcome) {
      case 'ok':
        // What an earlier visit in this browser held is let go: one person, one hold.
        if (ask.cookie !== undefined) await ask.acts.finish(ask.cookie, ask.caller);
        return { kind: 'go', to: paths.mail, begin: secret };
      case 'year_needed':
        return show(<NoticePage {...page} askYear errors={askYear ? {} : { year: texts[language].yearNotice }} />, 422);
      case 'refused':
        return show(<NoticePage {...page} refused />, 422);
      // The same page for all three: whether there is a reservation, and whether it has an address, is not told.
      case 'link_sent':
      case 'no_mail':
      case 'no_reservation':
        return go(paths.manageSent);
    }
  };
