import { listParcels, type Parcel, readParcels } from '../../../cards/parcels.ts';
import { lateParcels, type ParcelWait } from '../../../counter/late-parcels.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Says, Select, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { listOffices, type Office } from '../../../offices/read.ts';
import { isOwn, ownAmong } from '../../../staff/bounds.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../route.ts';
import { arrivalWords, REFUSED, SAID, waitWords } from './words.ts';

const stateOf = (parcel: Parcel): string => (parcel.sentAt === null ? '箱に入れています' : arrivalWords(parcel));

/** The office one works at, or whose parcels are looked at, among those of the account; `all`: where a parcel may go. */
export async function officesFor(ask: SignedAsk): Promise<{ offices: Office[]; all: Office[]; office: Office | undefined }> {
  const all = await listOffices(ask.db);
  const offices = ownAmong(ask.session, all);
  const office =
    offices.find(({ code }) => code === field(ask.query, 'office')) ??
    offices.find(({ id }) => id === ask.session.officeId) ??
    offices[0];
  return { offices, all, office };
}

/** A parcel to another office is begun with one press. */
const Begin = ({ ask, offices, office }: { ask: SignedAsk; offices: readonly Office[]; office: Office }) => (
  <PostForm action={withQuery(paths.parcels, { office: office.code })} token={ask.token} class="list-filter">
    <Select
      name="to"
      label="送り先"
      options={offices.filter(({ id }) => id !== office.id).map(({ code, name }) => ({ value: code, label: name }))}
    />
    <Button>便を作る</Button>
  </PostForm>
);

/** An office with its phone number, to be called. */
const reached = (name: string, phone: string): string => (phone === '' ? name : `${name}（電話 ${phone}）`);

/** Parcels, each with what became of it, and where it waits for somebody why and what is to be done. */
function Parcels({ parcels, waits, empty }: { parcels: readonly Parcel[]; waits: readonly ParcelWait[]; empty: string }) {
  return (
    <Table
      caption="回送の便"
      wide
      stacked="named"
      empty={empty}
      columns={[wholeCol('便'), '発送元', '送り先', { head: '枚数', right: true, whole: true }, '状態', '作成・発送']}
      rows={parcels.map((parcel) => {
        const wait = waits.find(({ parcelId }) => parcelId === parcel.id);
        return [
          <a href={paths.parcel(parcel.id)}>便 {parcel.id}</a>,
          wait === undefined ? parcel.fromName : reached(parcel.fromName, parcel.fromPhone),
          wait === undefined ? parcel.toName : reached(parcel.toName, parcel.toPhone),
          `${grouped(parcel.cards)}枚`,
          <>
            {wait !== undefined && <b>{`${waitWords(wait).sign}。`}</b>}
            {stateOf(parcel)}
          </>,
          parcel.sentAt === null
            ? `${deskMoment(parcel.openedAt)} 作成　${parcel.openedBy ?? ''}`
            : `${deskMoment(parcel.sentAt)} 発送　${parcel.sentBy ?? ''}`,
        ];
      })}
    />
  );
}

/** The parcels from and to an office: being packed, on their way, arrived; or those of all offices that wait for somebody. */
export async function parcelsPage(ask: SignedAsk, status = 200): Promise<Answer> {
  const { offices, all, office } = await officesFor(ask);
  const waits = await lateParcels(ask.db);
  const waiting = field(ask.query, 'state') === 'waiting';
  const parcels = waiting
    ? (
        await readParcels(
          ask.db,
          waits.map(({ parcelId }) => parcelId),
        )
      ).filter(({ fromId, toId }) => isOwn(ask.session, fromId) || isOwn(ask.session, toId))
    : office === undefined
      ? []
      : await listParcels(ask.db, office.id);
  return show(
    <TitledPage
      ask={ask}
      title="回送の便"
      crumbs={[{ href: paths.storage, words: '保管場所' }]}
      said={SAID[field(ask.query, 'done')]}
      refused={status === 200 ? undefined : REFUSED.no_office}
    >
      <Tabs
        label="場所"
        tabs={[
          ...offices.map(({ code, name }) => ({
            href: withQuery(paths.parcels, { office: code }),
            words: name,
            here: !waiting && code === office?.code,
          })),
          { href: paths.parcelsWaiting, words: '届いていない便・発送していない便', here: waiting },
        ]}
      />
      <Says class="lead">
        {waiting
          ? `届く予定の日を過ぎて未着のカードがある便と、作成の次の開庁日を過ぎても発送していない便です。${ask.session.bounds === null ? 'すべての場所' : '担当する場所'}の便が出ます。便を開き、発送元と送り先で確かめてください。`
          : 'ほかの場所へ送るカードを、読み取って箱に入れます。発送すると回送中になり、届いた場所で1枚ずつ読み取ると受領済になります。'}
      </Says>
      {!waiting && office !== undefined && all.length > 1 && <Begin ask={ask} offices={all} office={office} />}
      <Parcels
        parcels={parcels}
        waits={waits}
        empty={waiting ? '届いていない便、発送していない便は、ありません。' : '回送の便は、まだありません。'}
      />
    </TitledPage>,
    status,
  );
}
