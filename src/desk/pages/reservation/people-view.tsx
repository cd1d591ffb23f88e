import { outcomeWords } from '../../../counter/words.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  LinkButton,
  Notice,
  PostForm,
  Says,
  Table,
  wholeCol,
} from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import type { Found } from '../../parts/find-people.ts';
import { Finder } from '../../parts/finder.tsx';
import { DeskForm } from '../../parts/form.tsx';
import { KnownCard } from '../../parts/known-card.tsx';
import { PARTY_MOST, standsWords, type WhyNot, whyNotOne } from '../../parts/party.ts';
import { PersonForm } from '../../parts/person-form.tsx';
import { windowWords } from '../../parts/places-column.tsx';
import { ProtectedNote } from '../../parts/protected-note.tsx';
import { reasonsForm } from '../../parts/reasons.ts';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { keepWho, nameOf, type StandingToTell, type Who } from '../../parts/who.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { mailedTo, whenWords } from './words.ts';

export type PeopleProps = {
  reservation: ReservationRow;
  needsCard: boolean;
  search: string;
  found: Found;
  /** Who is to be added. */
  who: Who | undefined;
  standing: StandingToTell | undefined;
  /** When who is to be added could come to this office, where the day of the visit is not among it; `from`: the first day on which all could. */
  outside: { earliest: string | null; latest: string | null; from: string | null } | undefined;
  errors: FormErrors;
  personErrors?: FormErrors;
  /** The slot was found full, and this account may go above it. */
  full?: boolean;
  problem?: string | undefined;
  done?: string;
};

const DONE: Record<string, string> = { added: '来庁者を追加しました', removed: '来庁者を取り消しました' };

/** Who comes now, each with the press that takes them out; the last one goes with the visit. */
function Members({ ask, reservation }: { ask: SignedAsk; reservation: ReservationRow }) {
  const { members } = reservation;
  const came = members.some(({ outcome }) => outcome !== null);
  return (
    <Table
      caption="この予約の来庁者"
      columns={[wholeCol('氏名'), wholeCol('状態'), wholeCol('取り消し')]}
      rows={members.map(({ name, outcome, position }) => [
        printable(name).text,
        outcome === null ? '予約中' : outcomeWords(outcome as Parameters<typeof outcomeWords>[0], reservation.needsCard),
        came ? (
          <span class="soft">来庁の記録があります</span>
        ) : members.length === 1 ? (
          <a href={paths.cancel(reservation.id)}>予約を取り消す</a>
        ) : (
          <PostForm
            action={paths.peopleRemove(reservation.id)}
            token={ask.token}
            class="inline-form"
            hidden={{ position: String(position), version: String(reservation.version) }}
          >
            <Button kind="stop">{`${printable(name).text}さんだけ取り消す`}</Button>
          </PostForm>
        ),
      ])}
    />
  );
}

/** That somebody cannot come on the day of the visit, mostly as their card lies elsewhere: from when they could, and the page on which the visit is moved. */
function notThen(
  who: Who,
  { id, officeId, officeName }: ReservationRow,
  { from, ...window }: NonNullable<PeopleProps['outside']>,
): Omit<WhyNot, 'stands'> {
  const lies = who.by === 'card' && who.card.officeId !== null && who.card.officeId !== officeId ? who.card.officeName : null;
  const where = lies === null ? 'この予約の日は、この方の予約可能期間の外です。' : `この方のカードは${lies}にあります。`;
  const words = `${where}${windowWords(officeName, window, lies !== null)}予約の日時か場所を変更してから、追加してください。`;
  return { words, href: withQuery(paths.move(id), { from }), link: '日時・場所を変更する' };
}

/** Why a chosen person cannot be added at all; undefined where they can be tried. */
function whyNot({ who, standing, reservation, outside }: PeopleProps): Omit<WhyNot, 'stands'> | undefined {
  if (who === undefined) return undefined;
  if (reservation.members.some(({ cardId }) => who.by === 'card' && cardId === who.card.id))
    return { words: 'この方は、すでにこの予約に入っています。' };
  const why = whyNotOne({ who, standing });
  if (why === undefined && outside !== undefined) return notThen(who, reservation, outside);
  if (why?.stands === undefined) return why;
  // Whose press it is that holds the place is not said: it may be this account's own, on another screen.
  if (!why.stands.made) return { words: `この方の予約を、現在、別の画面で手続きしています（${why.stands.when}）。` };
  return { ...why, words: `${why.words}その予約を取り消すと、追加できます。` };
}

/** The reasons asked where the slot was found full, or the person has another booking. */
export const addReasons = ({ full = false, standing, reservation }: Pick<PeopleProps, 'full' | 'standing' | 'reservation'>) =>
  reasonsForm({ exceed: full, stands: standing?.reservationId === reservation.id ? undefined : standsWords(standing) });

/** The press, with the reasons that are asked only where they are needed. */
function Add({ ask, props, who }: { ask: SignedAsk; props: PeopleProps; who: Who }) {
  const { reservation, errors, full = false, search } = props;
  const why = whyNot(props);
  if (why !== undefined)
    return (
      <Notice kind="care" title="追加できません">
        <Says>{why.words}</Says>
        {why.href !== undefined && (
          <p class="acts">
            <LinkButton href={why.href} kind="second">
              {why.link}
            </LinkButton>
          </p>
        )}
      </Notice>
    );
  return (
    <DeskForm
      ask={ask}
      form={addReasons(props)}
      action={paths.people(reservation.id)}
      values={{}}
      errors={errors}
      hidden={{ ...keepWho(who), search, version: String(reservation.version), full: full ? '1' : '' }}
      submit={`${nameOf(who)}さんを追加する`}
      back={{ href: paths.people(reservation.id), words: '別の方にする' }}
    />
  );
}

/** Looks for who is to be added, or for a service without a card lets them be typed. */
function Look({ ask, props }: { ask: SignedAsk; props: PeopleProps }) {
  const { reservation, who, needsCard, found, search } = props;
  if (!needsCard)
    return (
      <PersonForm
        ask={ask}
        action={paths.peoplePerson(reservation.id)}
        known={who?.by === 'person' ? who.person : undefined}
        errors={props.personErrors}
        hidden={{}}
        next="この方を確かめる"
      />
    );
  if (who?.by === 'card')
    return (
      <KnownCard ask={ask} card={who.card} along={reservation.members}>
        {null}
      </KnownCard>
    );
  return (
    <Finder
      ask={ask}
      action={paths.peopleFind(reservation.id)}
      found={found}
      hidden={{}}
      hrefOf={(card) => withQuery(paths.people(reservation.id), { search, card })}
    />
  );
}

/** Who comes with a booked visit. */
export function PeoplePage({ ask, props }: { ask: SignedAsk; props: PeopleProps }) {
  const { reservation, who, problem, errors, personErrors = {}, done = '' } = props;
  const told = DONE[done];
  const room = reservation.members.length < PARTY_MOST;
  return (
    <TitledPage
      ask={ask}
      title="来庁者の追加・取り消し"
      said={told}
      refused={problem}
      wrong={hasErrors(personErrors)}
      errors={errors}
    >
      {who?.by !== 'card' && <ProtectedNote all={reservation.members} />}
      <p class="lead">
        予約 <span class="code">{reservation.number}</span>　{whenWords(reservation)}　{reservation.officeName}
      </p>
      <Says>
        {mailedTo(reservation) === null
          ? 'メールは送りません。変更した内容は、口頭でお伝えください。'
          : `追加・取り消しのたびに、${reservation.mail} へ変更の案内を送ります。`}
      </Says>
      <Members ask={ask} reservation={reservation} />
      <Section title="追加する方">
        {room ? (
          <>
            <Look ask={ask} props={props} />
            {who !== undefined && <Add ask={ask} props={props} who={who} />}
          </>
        ) : (
          <p class="soft">{`1つの予約に入れるのは${PARTY_MOST}人までです。${PARTY_MOST + 1}人目からは、別の予約にしてください。`}</p>
        )}
      </Section>
      <p class="acts">
        <LinkButton href={paths.reservation(reservation.id)} kind="second">
          予約の画面に戻る
        </LinkButton>
      </p>
    </TitledPage>
  );
}
