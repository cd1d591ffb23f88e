import { textOf } from '../../../lib/http/fields.ts';
import { beginVisit } from '../../begin.ts';
import type { Service } from '../../common.ts';
import { serviceAsked } from '../../offers.ts';
import { readTyped, stateOf } from '../../parts/form.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, go, show } from '../../route.ts';
import { atLeast } from '../../same-time.ts';
import { workAgain } from '../../work/again.ts';
import { notOffered } from '../begin/not-offered.tsx';
import { noticeForm, provenBy, yearNeeded } from './form.tsx';
import { ACTION, NoticePage, type NoticePageProps } from './view.tsx';

/** To book: one on offer; to manage also one that is offered nowhere any more. */
async function asked({ common }: Ask, purpose: 'book' | 'manage', code: string): Promise<Service | undefined> {
  if (purpose === 'book') return serviceAsked(common, code, 'card');
  const services = (await common.services('')).filter(({ needsCard }) => needsCard);
  return services.find((one) => one.code === code) ?? services[0];
}

/** What was wrong. Its address in another language names the service too: without it the first one would be asked for there. */
const shown = (page: NoticePageProps): Answer =>
  show(<NoticePage {...page} />, 422, withQuery(ACTION[page.purpose], { service: page.service }));

/** Who goes back finds the ID they typed in this visit and this browser; the birthday proves, so it is typed anew. */
async function idBefore({ acts, cookie }: Ask, service: string): Promise<string> {
  const visit = cookie === undefined ? undefined : await acts.visit(cookie);
  if (visit?.purpose !== 'book' || visit.serviceCode !== service || visit.state === 'booked') return '';
  return visit.noticeIds[0] ?? '';
}

export const noticePage =
  (purpose: 'book' | 'manage') =>
  async (ask: Ask): Promise<Answer> => {
    const service = await asked(ask, purpose, textOf(ask.query, 'service'));
    if (service === undefined) return purpose === 'book' ? notOffered(ask) : go(paths.start);
    const state = stateOf({ notice: purpose === 'book' ? await idBefore(ask, service.code) : '' });
    return show(<NoticePage token={ask.token()} purpose={purpose} service={service.code} state={state} />);
  };

/** §8(3)②: notice ID with birth month and day. */
export const noticeSubmit =
  (purpose: 'book' | 'manage') =>
  async (ask: Ask): Promise<Answer> => {
    const { language } = ask;
    const service = await asked(ask, purpose, textOf(ask.body, 'service'));
    if (service === undefined) return purpose === 'book' ? notOffered(ask) : go(paths.start);
    const askYear = textOf(ask.body, 'ask_year') === 'yes';
    const typed = readTyped(noticeForm(language, { askYear, purpose }), ask.body, ask.clock);
    const page = { token: ask.token(), purpose, service: service.code, state: typed.state, askYear };
    if (!typed.ok) return shown(page);
    const { secret, hash } = beginVisit();
    const proof = { ...provenBy(typed.value), service: service.code, address: ask.address, language };
    const done = await ask.challenges.read(ask.body);
    const outcome = await atLeast(ask.sameTimeMs, ask.acts.verify(proof, purpose, hash, ask.caller, done));
    const work = await workAgain(ask, done, outcome === 'work_needed');
    switch (outcome) {
      case 'ok':
        // What an earlier visit in this browser held is let go: one person, one hold.
        if (ask.cookie !== undefined) await ask.acts.finish(ask.cookie, ask.caller, false);
        return { kind: 'go', to: paths.mail, begin: secret };
      case 'work_needed':
        return shown({ ...page, ...work });
      case 'year_needed':
        return shown({
          ...page,
          ...work,
          askYear: true,
          state: askYear ? typed.state : stateOf(typed.boxes, yearNeeded(language)),
        });
      case 'refused':
        if (purpose === 'manage') return go(paths.manageSent);
        return shown({ ...page, ...work, refused: await ask.common.numbers('') });
      // To see a booking the same page for all: whether the card is known, is hidden, has a reservation or an address is not told.
      case 'link_sent':
      case 'no_mail':
      case 'no_reservation':
        return go(paths.manageSent);
    }
  };
