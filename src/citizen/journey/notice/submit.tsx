import { textsOf } from '../../../languages/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { beginVisit } from '../../begin.ts';
import type { Service } from '../../common.ts';
import { serviceAsked } from '../../offers.ts';
import { paths } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { atLeast, SAME_TIME_MS } from '../../same-time.ts';
import { nothingTyped, readProof, typedOf } from './proof.ts';
import { NoticePage } from './view.tsx';

/** To book: one on offer; to manage also one that is offered nowhere any more. */
async function asked({ common }: Ask, purpose: 'book' | 'manage', code: string): Promise<Service | undefined> {
  if (purpose === 'book') return serviceAsked(common, code, 'card');
  const services = (await common.services('')).filter(({ needsCard }) => needsCard);
  return services.find((one) => one.code === code) ?? services[0];
}

/** Who goes back finds the ID they typed in this visit and this browser; the birthday proves, so it is typed anew. */
async function idBefore({ acts, cookie }: Ask, service: string): Promise<string> {
  const visit = cookie === undefined ? undefined : await acts.visit(cookie);
  if (visit?.purpose !== 'book' || visit.serviceCode !== service || visit.state === 'booked') return '';
  return visit.noticeIds[0] ?? '';
}

export const noticeForm =
  (purpose: 'book' | 'manage') =>
  async (ask: Ask): Promise<Answer> => {
    const service = await asked(ask, purpose, textOf(ask.query, 'service'));
    if (service === undefined) return go(paths.start);
    const typed = { ...nothingTyped, noticeId: purpose === 'book' ? await idBefore(ask, service.code) : '' };
    return show(<NoticePage token={ask.token()} purpose={purpose} service={service.code} typed={typed} />);
  };

/** §8(3)②: notice ID with birth month and day. */
export const noticeSubmit =
  (purpose: 'book' | 'manage') =>
  async (ask: Ask): Promise<Answer> => {
    const { language } = ask;
    const service = await asked(ask, purpose, textOf(ask.body, 'service'));
    if (service === undefined) return go(paths.start);
    const typed = typedOf(ask.body);
    const askYear = textOf(ask.body, 'ask_year') === 'yes';
    const page = { token: ask.token(), purpose, service: service.code, typed, askYear };
    const read = readProof(typed, askYear, language);
    if (read.errors !== undefined) return show(<NoticePage {...page} errors={read.errors} />, 422);
    const { secret, hash } = beginVisit();
    const proof = { ...read.proven, service: service.code, address: ask.address, language };
    const outcome = await atLeast(SAME_TIME_MS, ask.acts.verify(proof, purpose, hash, ask.caller));
    switch (outcome) {
      case 'ok':
        // What an earlier visit in this browser held is let go: one person, one hold.
        if (ask.cookie !== undefined) await ask.acts.finish(ask.cookie, ask.caller, false);
        return { kind: 'go', to: paths.mail, begin: secret };
      case 'year_needed':
        return show(<NoticePage {...page} askYear errors={askYear ? {} : { year: textsOf(language).notice.yearNotice }} />, 422);
      case 'refused':
        if (purpose === 'manage') return go(paths.manageSent);
        return show(<NoticePage {...page} refused={await ask.common.numbers('')} />, 422);
      // To see a booking the same page for all: whether the card is known, is hidden, has a reservation or an address is not told.
      case 'link_sent':
      case 'no_mail':
      case 'no_reservation':
        return go(paths.manageSent);
    }
  };
