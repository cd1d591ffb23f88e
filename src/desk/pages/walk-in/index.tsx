import { randomUUID } from 'node:crypto';
import type { Card } from '../../../cards/read.ts';
import { record } from '../../../counter/acts.ts';
import { clockTime, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, Says, SelectBox, TextField } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { listPickupOffices, type Office } from '../../../offices/read.ts';
import { book } from '../../../reservations/acts.ts';
import { freeOf, type GridSlot, slotNow } from '../../../reservations/grid.ts';
import { standingOf } from '../../../reservations/read.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Finder, type Found, findPeople, foundBy, keep } from '../../parts/finder.tsx';
import { NoOffice, officeOf } from '../../parts/office.tsx';
import { visibleCard } from '../../parts/visible-card.ts';
import { said, WHEREABOUTS_WORDS } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

type Props = {
  search: string;
  found: Found;
  card: Card | undefined;
  offices: Office[];
  office: Office;
  service: Service | undefined;
  slot: GridSlot | undefined;
  standing: Awaited<ReturnType<typeof standingOf>>;
  errors: FormErrors;
  problem?: string | undefined;
};

async function read(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Omit<Props, 'errors'> | undefined> {
  const [found, card, services, offices] = await Promise.all([
    foundBy(ask, fields['search']),
    visibleCard(ask, fields['card']),
    listServices(ask.db),
    listPickupOffices(ask.db),
  ]);
  const office = officeOf(ask, offices, field(fields, 'office'));
  if (office === undefined) return undefined;
  const service = services.find(({ needsCard }) => needsCard);
  const [slot, standing] = await Promise.all([
    service === undefined ? undefined : slotNow(ask.db, office.id, service.id),
    service === undefined || card === undefined ? undefined : standingOf(ask.db, service.id, card.id),
  ]);
  const search = uuid(fields['search']);
  return { search: search.ok ? search.value : '', found, card, offices, office, service, slot, standing };
}

function Receive({ ask, props, card }: { ask: SignedAsk; props: Props; card: Card }) {
  const { slot, office, standing, errors } = props;
  if (!card.isOpen || card.bookableBy === 'nobody')
    return (
      <Notice kind="care" title="受け付けられません">
        <Says>{`交付状況が「${card.statusName}」です。`}</Says>
      </Notice>
    );
  if (standing?.sameCard === true)
    return (
      <Notice kind="care" title="この方には予約があります">
        <Says>{`${shortDate(standing.day)} ${spokenTime(standing.startMinute)}、${standing.officeName}の予約です。きょうに変えるか、取り消してから受け付けてください。`}</Says>
        <p class="acts">
          <LinkButton href={withQuery(paths.move(standing.reservationId), { office: office.code })} kind="second">
            予約を変える
          </LinkButton>
        </p>
      </Notice>
    );
  if (slot === undefined)
    return (
      <Notice kind="care" title="いまの時間の枠がありません">
        <Says>{`${office.name}の、きょうの受付は終わったか、休みです。`}</Says>
      </Notice>
    );
  const free = freeOf(slot);
  const full = free === 0;
  if (full && !can(ask.session, 'booking.exceed'))
    return (
      <Notice kind="care" title={`${clockTime(slot.startMinute)}の枠は満員です`}>
        <Says>枠を超えて受け付けられるのは、管理者だけです。次に空いている時間を予約できます。</Says>
        <p class="acts">
          <LinkButton href={withQuery(paths.booking, { card: card.id, office: office.code })} kind="second">
            予約の空きを見る
          </LinkButton>
        </p>
      </Notice>
    );
  const elsewhere = card.officeId !== null && card.officeId !== office.id;
  return (
    <PostForm
      action={paths.walkIn}
      token={ask.token}
      hidden={{
        id: field(ask.body, 'id') || randomUUID(),
        card: String(card.id),
        office: office.code,
        slot: String(slot.id),
        search: props.search,
      }}
    >
      <dl class="read-aloud">
        <dt>いまの枠</dt>
        <dd class="read-large">
          {clockTime(slot.startMinute)}～{clockTime(slot.startMinute + slot.minutes)}
        </dd>
        <dt>空き</dt>
        <dd>{full ? '満員' : `${free}人`}</dd>
        <dt>カードはいま</dt>
        <dd>{card.place ?? WHEREABOUTS_WORDS[card.whereabouts]}</dd>
      </dl>
      {elsewhere && (
        <Notice kind="care">
          <Says>{`カードは${card.officeName ?? 'ほかの場所'}にあります。ここでは、いま渡せません。`}</Says>
        </Notice>
      )}
      {full && (
        <TextField
          name="exceed"
          label="枠を超える理由"
          hint="満員の枠です。理由は記録に残ります。"
          error={errors['exceed']}
          value={field(ask.body, 'exceed')}
        />
      )}
      {standing !== undefined && (
        <TextField
          name="person"
          label="重ねて受け付ける理由"
          hint={`同じ方に、${shortDate(standing.day)}の予約があります。`}
          error={errors['person']}
          value={field(ask.body, 'person')}
        />
      )}
      <p class="acts">
        <Button wide>受け付ける</Button>
      </p>
    </PostForm>
  );
}

function WalkInPage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { card, office, search } = props;
  return (
    <Page ask={ask} title="窓口受付" wrong={props.problem !== undefined || Object.keys(props.errors).length > 0}>
      <h1>窓口受付（予約のない方）</h1>
      {props.problem !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{props.problem}</Says>
        </Notice>
      )}
      <form method="get" action={paths.walkIn} class="row-form walk-in-office">
        <input type="hidden" name="search" value={search} />
        <input type="hidden" name="card" value={card === undefined ? '' : String(card.id)} />
        <label for="office">交付場所</label>
        <SelectBox
          id="office"
          name="office"
          value={office.code}
          options={props.offices.map(({ code, name }) => ({ value: code, label: name }))}
          attributes={{ accessKey: '2' }}
        />
        <Button kind="second">変える</Button>
      </form>
      <div class="call">
        <section aria-label="本人をさがす">
          <Finder
            ask={ask}
            action={paths.walkInFind}
            found={props.found}
            chosen={card?.id}
            hidden={{ office: office.code }}
            hrefOf={(cardId) => withQuery(paths.walkIn, { search, card: cardId, office: office.code })}
          />
        </section>
        <section class="call-places" aria-labelledby="receive-title">
          <h2 id="receive-title">{card === undefined ? '受け付け' : `${printable(card.name).text}さん`}</h2>
          {card === undefined ? (
            <p class="soft">本人を選ぶと、いまの枠に受け付けられます。</p>
          ) : (
            <Receive ask={ask} props={props} card={card} />
          )}
        </section>
      </div>
    </Page>
  );
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const props = await read(ask, ask.body);
  if (props === undefined) return show(<NoOffice ask={ask} />, 409);
  const { card, service, slot, office, standing } = props;
  const again = (errors: FormErrors, problem?: string) =>
    show(<WalkInPage ask={ask} props={{ ...props, errors, problem }} />, 409);
  const id = uuid(ask.body['id']);
  const board = (query: Record<string, string>) => go(withQuery(paths.today, { office: office.code, ...query }));
  if (id.ok && standing?.reservationId === id.value) return board({});
  if (!id.ok || card === undefined || service === undefined || slot === undefined) return again({});
  const shown = rowId(ask.body['slot']);
  if (!shown.ok || shown.value !== slot.id)
    return again({}, '枠の時間が変わりました。いまの枠を確かめて、もう一度押してください。');
  const errors: FormErrors = {};
  const reason = (name: string, needed: boolean): string | null => {
    if (!needed) return null;
    const text = lineOfText(200)(ask.body[name]);
    if (text.ok) return text.value;
    errors[name] = '理由を、200文字以内で書いてください。';
    return null;
  };
  const full = freeOf(slot) === 0;
  if (full && !can(ask.session, 'booking.exceed')) return again({}, said('full'));
  const exceedReason = reason('exceed', full);
  const personReason = reason('person', standing !== undefined);
  if (Object.keys(errors).length > 0) return again(errors);
  const booked = await book(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: slot.id,
    members: [{ cardId: card.id }],
    channel: 'counter',
    mail: null,
    phone: card.phone,
    language: 'ja',
    exceedReason,
    personReason,
  });
  if (!booked.ok) return again({}, said(booked.reason));
  const arrived = await record(ask.db, ask.actor, {
    reservationId: id.value,
    position: 1,
    from: null,
    to: 'arrived',
    reason: '',
  });
  if (!arrived.ok) return board({ refused: arrived.reason });
  return board(arrived.value.actId === null ? {} : { did: String(arrived.value.actId) });
}

/** Who comes without a reservation is put into the slot of this moment, and is at the counter at once. */
export const walkInRoutes: readonly Route[] = [
  get(paths.walkIn, 'counter.act', async (ask) => {
    const props = await read(ask, ask.query);
    return show(props === undefined ? <NoOffice ask={ask} /> : <WalkInPage ask={ask} props={{ ...props, errors: {} }} />);
  }),
  post(paths.walkInFind, 'counter.act', async (ask) => {
    const search = await keep(ask);
    const found = await findPeople(ask, field(ask.body, 'q').slice(0, 201));
    const only = found.state === 'found' && found.hits.length === 1 ? found.hits[0]?.id : undefined;
    return go(withQuery(paths.walkIn, { search, card: only, office: field(ask.body, 'office').slice(0, 40) }));
  }),
  post(paths.walkIn, 'counter.act', submit),
];
