import { FormFields } from '../../../lib/form/index.ts';
import { Button, LinkButton, PostForm, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { answer, needsOfParty, type PartyNeeds } from '../../../reservations/needs.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import type { Need } from '../../../services/needs.ts';
import { peopleOpen } from '../../parts/booked-may.ts';
import { readForm } from '../../parts/form.tsx';
import { needsForm, needsOf, typedNeeds } from '../../parts/needs.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { mailedTo, whenWords } from './words.ts';

const formOf = ({ asks }: PartyNeeds, one: PartyNeeds['people'][number]) =>
  needsForm(asks, one.under15 === true, `p${one.place}-`);

/** Each of the party as staff call them. */
const namesOf = ({ members }: ReservationRow) => new Map(members.map(({ position, name }) => [position, printable(name).text]));

/** Which places an address names: of whom the papers are others now. */
const changedIn = (ask: SignedAsk): ReadonlySet<number> =>
  new Set(field(ask.query, 'changed').slice(0, 40).split(',').map(Number));

const DONE: Record<string, string> = {
  added: '来庁者を追加しました。追加した方がどのように来庁するかを確かめて、持ち物を読み上げてください。',
  needs: '来庁の事情を変更しました。持ち物が変わった方に、読み上げてください。',
};

/** Whose papers are not what they were. */
function changedBetween(before: PartyNeeds, after: PartyNeeds): number[] {
  const linesOf = ({ papers }: PartyNeeds) =>
    new Map(papers.flatMap(({ places, bring }) => places.map((place) => [place, bring.join('\n')])));
  const was = linesOf(before);
  return [...linesOf(after)].flatMap(([place, lines]) => (was.get(place) === lines ? [] : [place]));
}

/** Each one's papers as they are read aloud, those first of whom they changed. */
function ToRead({
  party,
  names,
  changed,
}: {
  party: PartyNeeds;
  names: ReadonlyMap<number, string>;
  changed: ReadonlySet<number>;
}) {
  const isNew = (places: readonly number[]): boolean => places.some((place) => changed.has(place));
  return (
    <section class="desk-section">
      <h2>読み上げる持ち物</h2>
      <ul class="read-cautions">
        {party.papers
          .toSorted((one, other) => Number(isNew(other.places)) - Number(isNew(one.places)))
          .map(({ places, bring }) => (
            <li>
              <b>
                {places
                  .map((place) => `${names.get(place) ?? ''}さん${changed.has(place) ? '（お伝えしていない持ち物）' : ''}`)
                  .join('、')}
              </b>
              <p>{bring.length === 0 ? '持ち物はありません' : bring.join('、')}</p>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** How each of a booked party comes, to be written down where somebody says so, and each one's papers to read aloud. */
async function page(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const party = await needsOfParty(ask.db, reservation.id);
  const names = namesOf(reservation);
  return show(
    <TitledPage ask={ask} title="来庁の事情・持ち物" said={DONE[field(ask.query, 'done')]}>
      <p class="lead">
        予約 <span class="code">{reservation.number}</span>　{whenWords(reservation)}　{reservation.officeName}
      </p>
      {party.asks.length === 0 ? (
        <Says>この手続きの持ち物は、来庁の事情によって変わりません。</Says>
      ) : (
        <PostForm
          action={paths.needs(reservation.id)}
          token={ask.token}
          class="desk-form"
          hidden={{ version: String(reservation.version) }}
        >
          <Says>
            {mailedTo(reservation) === null
              ? 'メールは送りません。変わった持ち物は、口頭でお伝えください。'
              : `変更すると、${reservation.mail} へ持ち物を案内します。`}
          </Says>
          {party.people.map((one) => {
            const form = formOf(party, one);
            const kept = form.boxes(typedNeeds(one.needs));
            return (
              <fieldset>
                <legend>
                  <b>{names.get(one.place)}さん</b>
                </legend>
                <FormFields form={form} state={{ shown: (box) => kept[box] ?? '', errors: {} }} />
              </fieldset>
            );
          })}
          <p class="acts">
            <Button>保存する</Button>
          </p>
        </PostForm>
      )}
      <ToRead party={party} names={names} changed={changedIn(ask)} />
      <p class="acts">
        <LinkButton href={paths.reservation(reservation.id)} kind="second">
          予約の画面に戻る
        </LinkButton>
      </p>
    </TitledPage>,
  );
}

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const party = await needsOfParty(ask.db, reservation.id);
  const seen = rowVersion(ask.body['version']);
  if (!seen.ok) return go(paths.needs(reservation.id));
  const needs: Record<string, Need[]> = {};
  for (const one of party.people) {
    const typed = readForm(ask, formOf(party, one));
    if (typed.ok) needs[String(one.place)] = needsOf(typed.value, party.asks, one.needs);
  }
  const answered = await answer(ask.db, ask.actor, { id: reservation.id, version: seen.value, needs });
  const here = paths.reservation(reservation.id);
  if (!answered.ok) return go(withQuery(here, { refused: answered.reason }));
  const changed = changedBetween(party, await needsOfParty(ask.db, reservation.id));
  if (changed.length > 0) return go(withQuery(paths.needs(reservation.id), { done: 'needs', changed: changed.join(',') }));
  return go(withQuery(here, { done: answered.value === 'same' ? '' : 'needs' }));
}

export const needsRoutes = (withReservation: WithReservation): readonly Route[] => {
  const open = (work: (ask: SignedAsk, reservation: ReservationRow) => Promise<Answer>) =>
    withReservation(async (ask, reservation) =>
      peopleOpen(reservation) ? work(ask, reservation) : go(withQuery(paths.reservation(reservation.id), { refused: 'over' })),
    );
  return [
    get(paths.needs(':id'), 'booking.make', open(page)),
    post(paths.needs(':id'), 'booking.make', { words: '来庁の事情の変更', of: visit }, open(submit)),
  ];
};
