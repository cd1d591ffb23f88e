import { writeChange } from '../../../audit/change.ts';
import { recordView } from '../../../audit/view.ts';
import { countSleeves, type SleeveLabel, sleevesOfBox, sleevesOfImport } from '../../../cards/labels.ts';
import { listPlaces, type Place } from '../../../cards/places.ts';
import { noteLabelled } from '../../../cards/set-up.ts';
import { type FormErrors, hasErrors, Says } from '../../../lib/html/index.ts';
import type { Label } from '../../../lib/pdf/paper.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import {
  keepPrinter,
  type LabelPrinter,
  labelPrinters,
  labelsOfBoxes,
  labelsOfShelves,
  labelsOfSleeves,
  labelsPaper,
} from '../../../lists/labels.ts';
import type { OfficeRecord } from '../../../offices/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, file, get, post, type Route, type SignedAsk, show } from '../../route.ts';
import { NoStorage, officeOf, storageOffices } from '../storage/offices.tsx';
import { type LabelFields, type LabelsOf, labelForm, MOST_LABELS } from './form.ts';
import { asPrinted, printerOf } from './sheet-fields.ts';

const RIGHT = 'cards.move';
const TITLES: Readonly<Record<LabelsOf, string>> = { boxes: '箱のラベル', shelves: '棚のラベル', sleeves: 'カードのラベル' };

/** The delivery an address names, or the form that came back. */
function importAsked(ask: SignedAsk): number | null {
  const id = smallId(ask.query['file'] ?? ask.body['file']);
  return id.ok ? id.value : null;
}

const cards = (count: number): string => `${grouped(count)}枚`;

/** How many labels a delivery needs and lacks, and from which card on each print of it begins. */
async function deliveryWords(ask: SignedAsk): Promise<string | undefined> {
  const id = importAsked(ask);
  if (id === null) return undefined;
  const { all, fresh } = await countSleeves(ask.db, id);
  const parts = Array.from({ length: Math.ceil(all / MOST_LABELS) }, (_, at) => `${grouped(at * MOST_LABELS + 1)}枚目から`);
  const more = parts.length < 2 ? '' : `${cards(MOST_LABELS)}ずつ、${parts.length}回に分けて印刷します（${parts.join('、')}）。`;
  return `取込み${id}番のカードは${cards(all)}です。ラベルを印刷していないカードが${cards(fresh)}あります。${more}`;
}

const kindAsked = (asked: string): LabelsOf => (asked === 'shelves' || asked === 'sleeves' ? asked : 'boxes');

function LabelsPage({
  ask,
  offices,
  office,
  places,
  printers,
  delivery,
  errors,
}: {
  ask: SignedAsk;
  offices: readonly OfficeRecord[];
  office: OfficeRecord;
  places: readonly Place[];
  printers: readonly LabelPrinter[];
  delivery: string | undefined;
  errors: FormErrors;
}) {
  const asked = printers.find(({ printer }) => printer === field(ask.query, 'printer')) ?? printers[0];
  return (
    <TitledPage
      ask={ask}
      title="ラベルを印刷する"
      heading={`${office.facts.name}のラベルを印刷する`}
      crumbs={[{ href: paths.storage, words: '保管場所' }]}
      errors={errors}
    >
      <Tabs
        label="保管する場所"
        tabs={offices.map(({ code, facts }) => ({
          href: withQuery(paths.labels, { office: code }),
          words: facts.name,
          here: code === office.code,
        }))}
      />
      <Says class="lead">
        PDFを「実際のサイズ」（倍率100%）で印刷してください。位置がずれるときは、右・下へずらす量を変更して、もう一度印刷します。
      </Says>
      {delivery !== undefined && <Says class="lead">{delivery}</Says>}
      {printers.length > 1 && (
        <p>
          印刷位置を覚えたプリンター：
          {printers.map(({ printer }) => (
            <>
              <a href={withQuery(paths.labels, { office: office.code, printer })}>{printer}</a>
              {'　'}
            </>
          ))}
        </p>
      )}
      <DeskForm
        ask={ask}
        form={labelForm(places)}
        action={withQuery(paths.labels, { office: office.code })}
        values={{
          of: kindAsked(field(ask.query, 'of')),
          box: field(ask.query, 'box'),
          cabinet: '',
          from: 1,
          first: 1,
          file: importAsked(ask),
          fresh: field(ask.query, 'fresh') === 'yes',
          ...asPrinted(asked),
        }}
        errors={errors}
        submit="ラベルのPDFを作成する"
        back={{ href: paths.storage, words: '保管場所に戻る' }}
      />
    </TitledPage>
  );
}

async function page(ask: SignedAsk, errors: FormErrors = {}): Promise<Answer> {
  const offices = await storageOffices(ask);
  const office = officeOf(ask, offices);
  if (office === undefined) return show(<NoStorage ask={ask} />);
  const [places, printers] = await Promise.all([listPlaces(ask.db, office.id), labelPrinters(ask.db)]);
  const delivery = await deliveryWords(ask);
  return show(
    <LabelsPage
      ask={ask}
      offices={offices}
      office={office}
      places={places}
      printers={printers}
      delivery={delivery}
      errors={errors}
    />,
    hasErrors(errors) ? 422 : 200,
  );
}

async function ofBox(
  ask: SignedAsk,
  office: OfficeRecord,
  places: readonly Place[],
  { box, from, fresh }: LabelFields,
): Promise<SleeveLabel[]> {
  const place = places.find(({ id }) => String(id) === box);
  if (place === undefined) return [];
  await recordView(ask.db, ask.actor, { saw: 'box', officeId: office.id, box: `${place.cabinet} ${place.box}` });
  return sleevesOfBox(ask.db, viewerOf(ask), place.id, { from, fresh });
}

/** All cards of a delivery, whichever office keeps them: one act (§8(2)③). */
async function ofDelivery(ask: SignedAsk, importId: number, { fresh, first }: LabelFields): Promise<SleeveLabel[]> {
  const sleeves = await sleevesOfImport(ask.db, viewerOf(ask), importId, { fresh, first, limit: MOST_LABELS });
  if (sleeves.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: sleeves.length });
  return sleeves;
}

/** What is printed, and the cards that have a label by it. */
type Labels = { labels: Label[]; of: number[] };

async function labelsFor(ask: SignedAsk, office: OfficeRecord, places: readonly Place[], typed: LabelFields): Promise<Labels> {
  const chosen = places.filter(({ cabinet }) => typed.cabinet === '' || cabinet === typed.cabinet);
  if (typed.of === 'boxes') return { labels: labelsOfBoxes(office.facts.name, chosen), of: [] };
  if (typed.of === 'shelves') return { labels: labelsOfShelves(office.facts.name, chosen), of: [] };
  const sleeves = typed.file === null ? await ofBox(ask, office, places, typed) : await ofDelivery(ask, typed.file, typed);
  return { labels: labelsOfSleeves(sleeves), of: sleeves.map(({ id }) => id) };
}

const NONE: FormErrors = { of: '印刷するラベルがありません。棚、箱、取込みの番号を確かめてください。' };

async function print(ask: SignedAsk): Promise<Answer> {
  const office = officeOf(ask, await storageOffices(ask));
  if (office === undefined) return show(<NoStorage ask={ask} />, 404);
  const places = await listPlaces(ask.db, office.id);
  const typed = readForm(ask, labelForm(places));
  if (!typed.ok) return page(ask, typed.errors);
  const { labels, of } = await labelsFor(ask, office, places, typed.value);
  if (labels.length === 0) return page(ask, NONE);
  const prints = printerOf(typed.value);
  await keepPrinter(ask.db, prints);
  const title = TITLES[typed.value.of];
  const pdf = await printPdf(labelsPaper(title, labels, prints, typed.value.start));
  // Only once the paper is there: what could not be drawn stays among those without a label.
  await noteLabelled(ask.db, of);
  await writeChange(
    ask.db,
    ask.actor,
    { act: 'storage.labels-printed', officeId: office.id, of: { rows: labels.length } },
    null,
    null,
  );
  const { file: delivery, first } = typed.value;
  const part = typed.value.of !== 'sleeves' || delivery === null ? '' : `_取込み${delivery}番_${first}枚目から${labels.length}枚`;
  return file('application/pdf', `${title}${part}.pdf`, pdf);
}

export const labelRoutes: readonly Route[] = [
  get(paths.labels, RIGHT, (ask) => page(ask)),
  post(paths.labels, RIGHT, 'ラベルの印刷', print),
];
