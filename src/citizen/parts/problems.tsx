import { formatsOf, type Language, momentFrom, textsOf } from '../../languages/index.ts';
import { put } from '../../lib/language/text.ts';
import type { HoldRefusal } from '../acts.ts';
import { byOf } from '../offers.ts';
import { paths, withQuery } from '../paths.ts';
import { type Answer, type Ask, go, show, type VisitAsk } from '../route.ts';
import { Ended } from './ended.tsx';

/** The visit is over, or never was in this browser: why, and the way on. */
export async function visitOver({
  acts,
  clock,
  cookie,
  language,
}: Pick<Ask, 'acts' | 'clock' | 'cookie' | 'language'>): Promise<Answer> {
  const why = cookie === undefined ? 'unknown' : await acts.whyOver(cookie);
  // What a mail of the waiting list offered outlasts the visit that went on with it.
  const held = cookie !== undefined && why === 'expired' ? await acts.heldAfter(cookie) : null;
  const texts = textsOf(language).problems;
  const kept = held === null ? [] : [put(texts.stillHeld, { until: momentFrom(formatsOf(language), held, clock.now()) })];
  return {
    kind: 'page',
    status: 410,
    page: (
      <Ended
        title={texts.over[why].title}
        says={[...kept, ...texts.over[why].says]}
        finish={false}
        next={[
          { text: texts.begin, href: paths.begin },
          { text: texts.manage, href: paths.manage },
        ]}
      />
    ),
  };
}

/** The first full minute from then on: what one may wait for. */
export const nextMinute = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / 60_000) * 60_000);

/** The page was opened for one person's visit, and meanwhile another's began in this browser (two tabs): nothing was done for either. */
export function anotherVisit({ language }: Pick<Ask, 'language'>): Answer {
  const texts = textsOf(language).problems;
  return show(
    <Ended
      {...texts.another}
      finish={false}
      next={[
        { text: texts.goOn, href: paths.continue },
        { text: texts.begin, href: paths.begin },
      ]}
    />,
    409,
  );
}

type Blocked = Extract<
  HoldRefusal,
  | 'card_not_bookable'
  | 'already_booked'
  | 'held_elsewhere'
  | 'twice_in_party'
  | 'too_many_for_mail'
  | 'too_many_held'
  | 'too_often'
>;

/** The same for a party: of whom of the others it is said beside them, where they can be taken out; of the first one as of anyone. */
export async function blockedParty(refusal: { reason: Blocked; detail?: string }, ask: VisitAsk): Promise<Answer> {
  if (ask.visit.people > 1) {
    const [first, ...others] = await ask.acts.party(ask.cookie);
    if (first?.trouble === null && others.some(({ trouble }) => trouble !== null))
      return go(withQuery(paths.party, { why: 'blocked' }));
  }
  return blocked(refusal, ask);
}

/** Too many are held from where they are: after as long as a hold lasts there are fewer. */
async function heldWords(language: Language, common: VisitAsk['common']): Promise<{ title: string; says: readonly string[] }> {
  const { tooManyHeld } = textsOf(language).problems;
  const { holdMinutes } = await common.numbers('');
  return { ...tooManyHeld, says: put(tooManyHeld.says, { rest: formatsOf(language).duration(holdMinutes) }) };
}

/** As much was booked and changed on the web as a day has (`reservations.take_turn`): who to call. What is booked stands. */
export const tooOften = ({ language, visit, token }: Pick<VisitAsk, 'language' | 'visit' | 'token'>): Answer => {
  const texts = textsOf(language).problems;
  const next =
    visit.state === 'booked'
      ? { text: textsOf(language).change.see, href: paths.reservation }
      : { text: texts.start, href: paths.start };
  return show(<Ended {...texts.tooOften} token={token()} next={[next]} />, 429);
};

/** The person may not book now, whatever the place: who to call, what to do. `detail`: of a hold in the way, when it lapses (UTC). */
async function blocked(
  { reason, detail }: { reason: Blocked; detail?: string },
  { language, visit, token, common }: VisitAsk,
): Promise<Answer> {
  if (reason === 'too_often') return tooOften({ language, visit, token });
  const texts = textsOf(language).problems;
  const [said, next] =
    reason === 'held_elsewhere'
      ? [
          {
            title: texts.heldElsewhere.title,
            says: put(texts.heldElsewhere.says, {
              until: detail === undefined ? '' : momentFrom(formatsOf(language), nextMinute(new Date(detail)), visit.serverNow),
            }),
          },
          [{ text: texts.again, href: paths.calendar }],
        ]
      : reason === 'card_not_bookable'
        ? [texts.notBookable[byOf(visit)], [{ text: texts.start, href: paths.start }]]
        : reason === 'too_many_for_mail'
          ? [texts.tooManyForMail, [{ text: texts.start, href: paths.start }]]
          : reason === 'too_many_held'
            ? [await heldWords(language, common), [{ text: texts.again, href: paths.calendar }]]
            : [texts.alreadyBooked, [{ text: texts.manage, href: withQuery(paths.manage, { service: visit.serviceCode }) }]];
  return { kind: 'page', status: 409, page: <Ended {...said} token={token()} next={next} /> };
}
