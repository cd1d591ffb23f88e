import { listParcels, type Parcel } from '../../../cards/parcels.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, PostForm, Says, Select, Table, wholeCol } from '../../../lib/html/index.ts';
import { listOffices, type Office } from '../../../offices/read.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../route.ts';
import { arrivalWords, REFUSED, SAID } from './words.ts';

const stateOf = (parcel: Parcel): string => (parcel.sentAt === null ? '箱に入れています' : arrivalWords(parcel));

/** The office one works at, or whose parcels are looked at. */
export async function officesFor(ask: SignedAsk): Promise<{ offices: Office[]; office: Office | undefined }> {
  const offices = await listOffices(ask.db);
  const office =
    offices.find(({ code }) => code === field(ask.query, 'office')) ??
    offices.find(({ id }) => id === ask.session.officeId) ??
    offices[0];
  return { offices, office };
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

/** The parcels from and to an office: being packed, on their way, arrived. */
export async function parcelsPage(ask: SignedAsk, status = 200): Promise<Answer> {
  const { offices, office } = await officesFor(ask);
  const parcels = office === undefined ? [] : await listParcels(ask.db, office.id);
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
        tabs={offices.map(({ code, name }) => ({
          href: withQuery(paths.parcels, { office: code }),
          words: name,
          here: code === office?.code,
        }))}
      />
      <Says class="lead">
        ほかの場所へ送るカードを、読み取って箱に入れます。発送すると回送中になり、届いた場所で1枚ずつ読み取ると受領済になります。
      </Says>
      {office !== undefined && offices.length > 1 && <Begin ask={ask} offices={offices} office={office} />}
      <Table
        caption="回送の便"
        wide
        stacked="named"
        empty="回送の便は、まだありません。"
        columns={[wholeCol('便'), '発送元', '送り先', { head: '枚数', right: true, whole: true }, '状態', '作成・発送']}
        rows={parcels.map((parcel) => [
          <a href={paths.parcel(parcel.id)}>便 {parcel.id}</a>,
          parcel.fromName,
          parcel.toName,
          `${parcel.cards.toLocaleString('ja')}枚`,
          stateOf(parcel),
          parcel.sentAt === null
            ? `${deskMoment(parcel.openedAt)} 作成　${parcel.openedBy ?? ''}`
            : `${deskMoment(parcel.sentAt)} 発送　${parcel.sentBy ?? ''}`,
        ])}
      />
    </TitledPage>,
    status,
  );
}
