import { changeStatus, handedAt } from '../../../cards/acts.ts';
import { undoStatus } from '../../../cards/by-hand.ts';
import { type Card, listStatuses, type Status } from '../../../cards/read.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { day, type Form, form, radios, text } from '../../../lib/form/index.ts';
import { type FormErrors, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId } from '../../../lib/values/ids.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { StatusState } from '../../parts/state.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

/** What may be set by hand: not what follows from booking, counter and the two who destroy a card. */
const offeredTo = (card: Card, statuses: Status[]): Status[] =>
  statuses.filter(
    ({ code, category }) =>
      code !== card.status && category !== 'booked' && category !== 'handed-over' && category !== 'destroyed',
  );

const BOOKABLE: Record<Status['bookableBy'], string> = {
  citizen: 'ご本人がウェブで予約できます',
  staff: '職員だけが予約を受けられます',
  nobody: '予約を受けられなくなります',
};

type Fields = { to: string; on: string | null; why: string };

/** What is said at the day where the act refuses it. */
const DAY_WRONG: Readonly<Record<string, string>> = {
  ahead: '本日までの日を入力してください。',
  before_posted: '返戻を受け取った日が、発送日より前です。',
  before_notice: '発送日が、前の通知の発送日より前です。',
  before_back: '発送日が、返戻を受け取った日より前です。',
};

const statusForm = (card: Card, statuses: Status[]): Form<Fields> => {
  const choices = offeredTo(card, statuses).map(({ code, name, bookableBy }) => ({
    value: code,
    label: name,
    more: BOOKABLE[bookableBy],
  }));
  const to = radios<string>('変更後の交付状況', choices);
  return form<Fields>({
    // What the card has by now is no choice, and no fault: the act says that somebody else was first.
    to: { ...to, read: (reading) => (reading.input[reading.box] === card.status ? card.status : to.read(reading)) },
    on: day('通知の発送日、返戻を受け取った日', {
      lies: 'behind',
      hint: '「通知発送済」「再通知」「通知返戻」に変更すると、発送または返戻を記録します。空欄のときは本日です。',
    }).optional(),
    why: text('理由', 200, { rows: 2, hint: '履歴に残ります。', wrong: { empty: '理由を書いてください。' } }),
  });
};

type Handed = NonNullable<Awaited<ReturnType<typeof handedAt>>>;
type Props = {
  ask: SignedAsk;
  card: Card;
  statuses: Status[];
  /** Where it was handed over: taken back there. */
  handed?: Handed | undefined;
  errors?: FormErrors;
};

/** Why nothing is changed here, and where it is. */
const TakeBack = ({ card, handed: { reservationId, position, officeCode, day } }: { card: Card; handed: Handed }) => (
  <>
    <Notice kind="care">
      <Says>{said('handed') ?? ''}</Says>
    </Notice>
    <p class="acts">
      <LinkButton
        href={withQuery(
          paths.today,
          { office: officeCode, day, all: '1', at: reservationId, position },
          `p-${reservationId}-${position}`,
        )}
      >
        {`${longDate(day)}の予約の一覧を開く`}
      </LinkButton>
      <LinkButton href={paths.person(card.id)} kind="second">
        やめる
      </LinkButton>
    </p>
  </>
);

const StatusPage = ({ ask, card, statuses, handed, errors = {} }: Props) => (
  <TitledPage ask={ask} title="交付状況を変更する" errors={errors}>
    <p class="lead">
      <b>{printable(card.name).text}</b>さん　<span class="code">{card.noticeId}</span>
    </p>
    <p class="lead">
      現在 <StatusState category={card.statusCategory} name={card.statusName} />
    </p>
    {card.isBooked ? (
      <Notice kind="care">
        <Says>{said('booked') ?? ''}</Says>
      </Notice>
    ) : handed !== undefined ? (
      <TakeBack card={card} handed={handed} />
    ) : (
      <>
        <Says class="lead">
          「保留」などから戻すときは、発送日を空欄にすると、前の発送日のままです。「準備中」に変更すると、発送の記録はすべて取り消されます。現在「再通知」のカードを「通知発送済」に変更すると、再通知の発送の記録だけが取り消されます。
        </Says>
        <DeskForm
          ask={ask}
          form={statusForm(card, statuses)}
          action={paths.status(card.id)}
          values={{}}
          errors={errors}
          hidden={{ from: card.status }}
          submit="変更する"
          back={{ href: paths.person(card.id), words: 'やめる' }}
        />
      </>
    )}
  </TitledPage>
);

/** The status of one card, set by hand with a reason. */
export const statusRoutes: readonly Route[] = [
  get(
    paths.status(':card'),
    'people.status',
    withCard(async (ask, card) => {
      const handed = card.statusCategory === 'handed-over' ? await handedAt(ask.db, card.id) : undefined;
      return show(<StatusPage ask={ask} card={card} statuses={await listStatuses(ask.db)} handed={handed} />);
    }),
  ),
  post(
    paths.status(':card'),
    'people.status',
    { words: '交付状況の変更', of: person },
    withCard(async (ask, card) => {
      const statuses = await listStatuses(ask.db);
      const typed = readForm(ask, statusForm(card, statuses));
      if (!typed.ok) return show(<StatusPage ask={ask} card={card} statuses={statuses} errors={typed.errors} />, 422);
      const request = { cardId: card.id, from: field(ask.body, 'from').slice(0, 40), ...typed.value };
      const changed = await changeStatus(ask.db, ask.actor, request);
      if (changed.ok) return go(withQuery(paths.person(card.id), { done: 'status' }));
      const wrong = DAY_WRONG[changed.reason];
      return wrong === undefined
        ? go(withQuery(paths.person(card.id), { refused: changed.reason }))
        : show(<StatusPage ask={ask} card={card} statuses={statuses} errors={{ on: wrong }} />, 422);
    }),
  ),
  post(
    paths.statusUndo(':card'),
    'people.status',
    { words: '交付状況の変更の取り消し', of: person },
    withCard(async (ask, card) => {
      const change = rowId(ask.body['change']);
      if (!change.ok) return go(withQuery(paths.person(card.id), { refused: 'changed_meanwhile' }));
      const undone = await undoStatus(ask.db, ask.actor, { cardId: card.id, change: change.value });
      return go(withQuery(paths.person(card.id), undone.ok ? { done: 'status-undone' } : { refused: undone.reason }));
    }),
  ),
];
