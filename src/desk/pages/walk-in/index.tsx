import { randomUUID } from 'node:crypto';
import { record } from '../../../counter/acts.ts';
import { clockTime, shortDate, spokenTime } from '../../../lib/dates/format.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, LinkButton, Notice, PostForm, Says, SelectBox, TextField } from '../../../lib/html/index.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { lineOfText } from '../../../lib/values/texts.ts';
import { listPickupOffices, type Office } from '../../../offices/read.ts';
import { book } from '../../../reservations/acts.ts';
import { type GridSlot, slotNow } from '../../../reservations/grid.ts';
import type { Standing } from '../../../reservations/read.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { Page } from '../../frame.tsx';
import { Finder, type Found, findPeople, foundBy, keep } from '../../parts/finder.tsx';
import { NoOffice, officeOf } from '../../parts/office.tsx';
import { boxesOf, PersonForm, readPersonForm } from '../../parts/person-form.tsx';
import { ServiceTabs } from '../../parts/service-tabs.tsx';
import { asMember, keepPerson, keepWho, nameOf, phoneOf, serviceOf, standingFor, type Who, whoOf } from '../../parts/who.ts';
import { said, WHEREABOUTS_WORDS } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

type Props = {
  search: string;
  found: Found;
  who: Who | undefined;
  offices: Office[];
  office: Office;
  services: Service[];
  service: Service | undefined;
  slot: GridSlot | undefined;
  standing: Standing | undefined;
  errors: FormErrors;
  /** What is wrong with the boxes of who came. */
  personErrors?: FormErrors;
  problem?: string | undefined;
};

async function read(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Omit<Props, 'errors'> | undefined> {
  const [found, services, offices] = await Promise.all([
    foundBy(ask, fields['search']),
    listServices(ask.db),
    listPickupOffices(ask.db),
  ]);
  const office = officeOf(ask, offices, field(fields, 'office'));
  if (office === undefined) return undefined;
  const service = serviceOf(services, fields['service']);
  const who = await whoOf(ask, fields, service);
  const [slot, standing] = await Promise.all([
    service === undefined ? undefined : slotNow(ask.db, office.id, service.id, cityDay(ask.now)),
    service === undefined || who === undefined ? undefined : standingFor(ask, service, who),
  ]);
  const search = uuid(fields['search']);
  return { search: search.ok ? search.value : '', found, who, offices, office, services, service, slot, standing };
}

function Receive({ ask, props, who }: { ask: SignedAsk; props: Props; who: Who }) {
  const { slot, office, service, standing, errors } = props;
  const card = who.by === 'card' ? who.card : undefined;
  if (card !== undefined && (!card.isOpen || card.bookableBy === 'nobody'))
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
  const { free } = slot;
  const full = free === 0;
  if (full && !can(ask.session, 'booking.exceed'))
    return (
      <Notice kind="care" title={`${clockTime(slot.startMinute)}の枠は満員です`}>
        <Says>枠を超えて受け付けられるのは、管理者だけです。次に空いている時間を予約できます。</Says>
        <p class="acts">
          <LinkButton
            href={withQuery(paths.booking, { ...keepWho(who), office: office.code, service: service?.id })}
            kind="second"
          >
            予約の空きを見る
          </LinkButton>
        </p>
      </Notice>
    );
  const elsewhere = card !== undefined && card.officeId !== null && card.officeId !== office.id;
  return (
    <PostForm
      action={paths.walkIn}
      token={ask.token}
      hidden={{
        id: field(ask.body, 'id') || randomUUID(),
        ...keepWho(who),
        service: service === undefined ? '' : String(service.id),
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
        {card !== undefined && (
          <>
            <dt>カードはいま</dt>
            <dd>{card.place ?? WHEREABOUTS_WORDS[card.whereabouts]}</dd>
          </>
        )}
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
  const { who, office, search, service, services } = props;
  const serviceId = service === undefined ? '' : String(service.id);
  const wrong = Object.keys({ ...props.errors, ...props.personErrors }).length > 0 || props.problem !== undefined;
  return (
    <Page ask={ask} title="窓口受付" wrong={wrong}>
      <h1>窓口受付（予約のない方）</h1>
      <ServiceTabs
        services={services}
        current={service}
        hrefOf={({ id }) => withQuery(paths.walkIn, { service: id, office: office.code })}
      />
      {props.problem !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{props.problem}</Says>
        </Notice>
      )}
      <form method="get" action={paths.walkIn} class="row-form walk-in-office">
        <input type="hidden" name="search" value={search} />
        {Object.entries({ ...keepWho(who), service: serviceId }).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="office">{service?.needsCard === false ? '受付場所' : '交付場所'}</label>
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
        <section aria-label={service?.needsCard === false ? '来られた方' : '本人をさがす'}>
          {service?.needsCard === false ? (
            <PersonForm
              ask={ask}
              action={paths.walkInPerson}
              boxes={props.personErrors === undefined ? (who?.by === 'person' ? boxesOf(who.person) : {}) : ask.body}
              errors={props.personErrors ?? {}}
              hidden={{ service: serviceId, office: office.code }}
              focus={who === undefined}
              next={who === undefined || props.personErrors !== undefined ? 'いまの枠を見る' : undefined}
            />
          ) : (
            <Finder
              ask={ask}
              action={paths.walkInFind}
              found={props.found}
              chosen={who?.by === 'card' ? who.card.id : undefined}
              hidden={{ office: office.code, service: serviceId }}
              hrefOf={(cardId) => withQuery(paths.walkIn, { search, card: cardId, office: office.code, service: serviceId })}
            />
          )}
        </section>
        <section class="call-places" aria-labelledby="receive-title">
          <h2 id="receive-title">{who === undefined ? '受け付け' : `${nameOf(who)}さん`}</h2>
          {who === undefined ? (
            <p class="soft">
              {service?.needsCard === false
                ? '来られた方を入れると、いまの枠に受け付けられます。'
                : '本人を選ぶと、いまの枠に受け付けられます。'}
            </p>
          ) : (
            <Receive ask={ask} props={props} who={who} />
          )}
        </section>
      </div>
    </Page>
  );
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const props = await read(ask, ask.body);
  if (props === undefined) return show(<NoOffice ask={ask} />, 409);
  const { who, service, slot, office, standing } = props;
  const again = (errors: FormErrors, problem?: string) =>
    show(<WalkInPage ask={ask} props={{ ...props, errors, problem }} />, 409);
  const id = uuid(ask.body['id']);
  const board = (query: Record<string, string>) => go(withQuery(paths.today, { office: office.code, ...query }));
  if (id.ok && standing?.reservationId === id.value) return board({});
  if (!id.ok || who === undefined || service === undefined || slot === undefined) return again({});
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
  const full = slot.free === 0;
  if (full && !can(ask.session, 'booking.exceed')) return again({}, said('full'));
  const exceedReason = reason('exceed', full);
  const personReason = reason('person', standing !== undefined);
  if (Object.keys(errors).length > 0) return again(errors);
  const booked = await book(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: slot.id,
    members: [asMember(who)],
    channel: 'counter',
    mail: null,
    phone: phoneOf(who),
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

/** Keeps who came, for a service without a card on file, and shows the slot of this moment. */
async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const { person, errors } = readPersonForm(ask, ask.body);
  if (person === undefined) {
    const props = await read(ask, ask.body);
    if (props === undefined) return show(<NoOffice ask={ask} />, 409);
    return show(<WalkInPage ask={ask} props={{ ...props, errors: {}, personErrors: errors }} />, 422);
  }
  const at = { office: field(ask.body, 'office').slice(0, 40), service: field(ask.body, 'service').slice(0, 20) };
  return go(withQuery(paths.walkIn, { ...at, person_id: await keepPerson(ask) }));
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
    const at = { office: field(ask.body, 'office').slice(0, 40), service: field(ask.body, 'service').slice(0, 20) };
    return go(withQuery(paths.walkIn, { search, card: only, ...at }));
  }),
  post(paths.walkInPerson, 'counter.act', submitPerson),
  post(paths.walkIn, 'counter.act', submit),
];
