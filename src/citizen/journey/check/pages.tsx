import { formatsOf, type Language, textsOf } from '../../../languages/index.ts';
import { Button, Notice, Phrase, PostForm, Says, SummaryList } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { put } from '../../../lib/language/text.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { rowVersion, uuid } from '../../../lib/values/ids.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { byOf } from '../../offers.ts';
import { isTicked } from '../../parts/caution-boxes.tsx';
import { deadlineOf } from '../../parts/deadline.ts';
import { HOLD_ID, Hold, holdTold } from '../../parts/hold.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import type { Known } from '../../parts/needs.tsx';
import { blockedParty, visitOver } from '../../parts/problems.tsx';
import { VisitEnds, visitEndsFirst } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { BothNames, ServiceName, Theirs } from '../../speech.tsx';
import { standing } from '../../visit.ts';
import { beginPath } from '../begin/pages.ts';
import { type Own, ownOf, papersRead } from '../cautions/own.ts';
import { keepTicks } from '../cautions/pages.tsx';
import { goneTo } from '../times/pages.tsx';
import { theVisit } from '../times/the-visit.ts';
import { howLongIn } from '../times/view.tsx';

/** What one of them said of how they come, as it was asked: who comes for them, what is lost. Nothing where they come themselves with everything. */
const howOf = ({ needs }: Known, language: Language): string[] => {
  const { by, 'lost-notice': notice, 'lost-card': card } = textsOf(language).needs;
  return needs.map((need) => (need === 'lost-notice' ? notice : need === 'lost-card' ? card : by[need]));
};

/**
 * Who comes: notice IDs, with what each said of how they come, or what was typed in this very visit and browser. Opened by the mail's link in another browser nothing personal is shown:
 * the address may have been mistyped, and a stranger would read name and birthday here.
 */
function whoRows(visit: VisitAsk['visit'], { people, asks }: Own, language: Language) {
  const words = textsOf(language).check;
  const { person } = visit;
  if (byOf(visit) === 'card') {
    const each = people.map((one) => (
      <>
        <span class="whole">
          {people.length > 1 && <Phrase>{`${put(textsOf(language).party.number, { n: one.n })} `}</Phrase>}
          {words.notice} <span class="code">{one.id}</span>
        </span>
        {howOf(one, language).map((how) => (
          <span class="check-more">
            <Phrase>{how}</Phrase>
          </span>
        ))}
      </>
    ));
    return [{ term: words.who, value: each, change: asks.length > 0 ? paths.cautions : undefined }];
  }
  if (person === null) return [{ term: words.who, value: <Phrase>{words.typedElsewhere}</Phrase> }];
  const { name, kana, birthDate, phone } = person;
  return [
    { term: words.who, value: name, more: kana, change: beginPath(visit.serviceCode) },
    { term: words.birth, value: formatsOf(language).birth(birthDate) },
    { term: words.phone, value: showPhone(phone) },
  ];
}

export async function checkPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const held = standing(visit, 'held');
  if (held === undefined) return withoutHold(ask);
  if (held.slotClosed) return goneTo(held.officeCode, held.day, 'closed');
  const { common } = ask;
  const [own, offices, numbers, how] = await Promise.all([ownOf(ask), common.places(''), common.numbers(''), theVisit(ask)]);
  const { cautions, ticks, papers, asks } = own;
  if (cautions.some((one) => !isTicked(ticks, one)) || !papersRead(own)) return go(paths.cautions);
  const words = textsOf(language).check;
  const by = byOf(visit);
  const office = offices.find(({ code }) => code === held.officeCode);
  const until = deadlineOf(held, formatsOf(language));
  const token = ask.token();
  return show(
    <Frame title={words.title} token={token}>
      <BackLink
        href={
          cautions.length + papers.length + asks.length > 0
            ? paths.cautions
            : withQuery(paths.times, { office: held.officeCode, day: held.day })
        }
      />
      <Step name="check" />
      <h1>
        <Phrase>{words.heading}</Phrase>
      </h1>
      {textOf(ask.query, 'changed') === 'yes' && (
        <Notice kind="stop" role="alert">
          <Says>{words.changed}</Says>
        </Notice>
      )}
      <Says class="lead">{words.lead}</Says>
      <Hold visit={visit} token={token} page="check" goOn={words.book} told={holdTold(ask.query)} numbers={numbers} />
      {visitEndsFirst(visit) && <VisitEnds visit={visit} />}
      <SummaryList
        rows={[
          {
            term: words.when,
            value: <Phrase>{put(words.from, { when: formatsOf(language).longWhen(held.day, held.startMinute) })}</Phrase>,
            more: howLongIn(language, how).map((said) => <Phrase>{`${said} `}</Phrase>),
            change: withQuery(paths.times, { office: held.officeCode, day: held.day }),
          },
          {
            term: words.office[by],
            value: office === undefined ? undefined : <BothNames of={office} />,
            more: office === undefined ? undefined : <Theirs>{office.address}</Theirs>,
            change: withQuery(paths.calendar, { office: held.officeCode }),
          },
          ...whoRows(visit, own, language),
          { term: words.mail, value: visit.mail },
          { term: words.service, value: <ServiceName visit={visit} /> },
          {
            term: words.changing,
            value: <Phrase>{until === undefined ? words.changeByPhone : put(words.changeUntil, until)}</Phrase>,
          },
        ]}
      />
      <PostForm action={paths.check} token={token} hidden={{ id: held.reservationId, version: String(held.version) }}>
        <div class="acts">
          <Button>{words.book}</Button>
        </div>
      </PostForm>
    </Frame>,
  );
}

/** Books. Pressed twice it answers twice with the same reservation. */
export async function checkSubmit(ask: VisitAsk): Promise<Answer> {
  const { visit } = ask;
  const id = uuid(textOf(ask.body, 'id'));
  const shown = rowVersion(textOf(ask.body, 'version'));
  if (!id.ok || !shown.ok) return go(paths.check);
  const booked = await ask.acts.confirm(ask.cookie, id.value, shown.value, ask.caller);
  if (booked.ok) return go(withQuery(paths.reservation, { done: 'booked' }));
  switch (booked.reason) {
    case 'no_visit':
      return visitOver(ask);
    // Not ticked, or a text changed since it was: the page says which.
    case 'cautions':
      return go(paths.cautions);
    // Another tab went on to another place: what stands now is shown to be checked again.
    case 'stale_form':
      return go(standing(visit, 'booked') === undefined ? withQuery(paths.check, { changed: 'yes' }) : paths.reservation);
    case 'lapsed':
    case 'unknown':
      return withoutHold(ask);
    case 'card_not_bookable':
    case 'too_many_for_mail':
      return blockedParty({ reason: booked.reason }, ask);
    case 'closed':
    case 'past':
      return goneTo(visit.officeCode ?? '', visit.day ?? '', booked.reason);
  }
}

/** One press keeps the place for as long again; the page it came from says until when. */
export async function extendHold(ask: VisitAsk): Promise<Answer> {
  const extended = await ask.acts.extend(ask.cookie, ask.caller);
  if (!extended.ok && extended.reason === 'no_visit') return visitOver(ask);
  if (!extended.ok && extended.reason === 'lapsed') return withoutHold(ask);
  const page = textOf(ask.body, 'page') === 'check' ? paths.check : paths.cautions;
  if (page === paths.cautions) await keepTicks(ask);
  return go(`${withQuery(page, { held: extended.ok ? 'longer' : 'enough' })}#${HOLD_ID}`);
}
