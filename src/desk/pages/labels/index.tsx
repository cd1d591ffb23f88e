import { writeChange } from '../../../audit/change.ts';
import { recordView } from '../../../audit/view.ts';
import { type SleeveLabel, sleevesOfBox, sleevesOfImport } from '../../../cards/labels.ts';
import { listPlaces, type Place } from '../../../cards/places.ts';
import { noteLabelled } from '../../../cards/set-up.ts';
import { type FormErrors, hasErrors, Says } from '../../../lib/html/index.ts';
import type { Label } from '../../../lib/pdf/paper.ts';
import { printPdf } from '../../../lib/pdf/print.ts';
import { smallId } from '../../../lib/values/ids.ts';
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
import { type LabelFields, type LabelsOf, labelForm } from './form.ts';
import { asPrinted, printerOf } from './sheet-fields.ts';

const RIGHT = 'cards.move';
const TITLES: Readonly<Record<LabelsOf, string>> = { boxes: '箱のラベル', shelves: '棚のラベル', sleeves: 'カードのラベル' };

/** More on paper at once would be a minute of drawing: the rest follows with 「まだラベルを印刷していないカードだけ」. */
const MOST_LABELS = 1_000;

/** The delivery an address names. */
function importAsked(ask: SignedAsk): number | null {
  const id = smallId(ask.query['file']);
  return id.ok ? id.value : null;
}

const kindAsked = (asked: string): LabelsOf => (asked === 'shelves' || asked === 'sleeves' ? asked : 'boxes');

function LabelsPage({
  ask,
  offices,
  office,
  places,
  printers,
  errors,
}: {
  ask: SignedAsk;
  offices: readonly OfficeRecord[];
  office: OfficeRecord;
  places: readonly Place[];
  printers: readonly LabelPrinter[];
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
      {printers.length > 1 && (
        <p>
          印刷位置を覚えたプリンター：
          {printers.map(({ printer }) => (
            <>
              <a href={withQuery(paths.labels, { office: office.code, printer })}>{printer}</a>　
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
  return show(
    <LabelsPage ask={ask} offices={offices} office={office} places={places} printers={printers} errors={errors} />,
    hasErrors(errors) ? 422 : 200,
  );
}

async function ofBox(
  ask: SignedAsk,
  office: OfficeRecord,
  places: readonly Place[],
  { box, from }: LabelFields,
): Promise<SleeveLabel[]> {
  const place = places.find(({ id }) => String(id) === box);
  if (place === undefined) return [];
  await recordView(ask.db, ask.actor, { saw: 'box', officeId: office.id, box: `${place.cabinet} ${place.box}` });
  return sleevesOfBox(ask.db, viewerOf(ask), place.id, from);
}

/** All cards of a delivery, whichever office keeps them: one act (§8(2)③). */
async function ofDelivery(ask: SignedAsk, importId: number, fresh: boolean): Promise<SleeveLabel[]> {
  const sleeves = await sleevesOfImport(ask.db, viewerOf(ask), importId, { fresh, limit: MOST_LABELS });
  if (sleeves.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: sleeves.length });
  return sleeves;
}

async function labelsFor(ask: SignedAsk, office: OfficeRecord, places: readonly Place[], typed: LabelFields): Promise<Label[]> {
  const chosen = places.filter(({ cabinet }) => typed.cabinet === '' || cabinet === typed.cabinet);
  if (typed.of === 'boxes') return labelsOfBoxes(office.facts.name, chosen);
  if (typed.of === 'shelves') return labelsOfShelves(office.facts.name, chosen);
  const sleeves = typed.file === null ? await ofBox(ask, office, places, typed) : await ofDelivery(ask, typed.file, typed.fresh);
  await noteLabelled(
    ask.db,
    sleeves.map(({ id }) => id),
  );
  return labelsOfSleeves(sleeves);
}

const NONE: FormErrors = { of: '印刷するラベルがありません。棚、箱、取込みの番号を確かめてください。' };

async function print(ask: SignedAsk): Promise<Answer> {
  const office = officeOf(ask, await storageOffices(ask));
  if (office === undefined) return show(<NoStorage ask={ask} />, 404);
  const places = await listPlaces(ask.db, office.id);
  const typed = readForm(ask, labelForm(places));
  if (!typed.ok) return page(ask, typed.errors);
  const labels = await labelsFor(ask, office, places, typed.value);
  if (labels.length === 0) return page(ask, NONE);
  const prints = printerOf(typed.value);
  await keepPrinter(ask.db, prints);
  await writeChange(
    ask.db,
    ask.actor,
    { act: 'storage.labels-printed', officeId: office.id, of: { rows: labels.length } },
    null,
    null,
  );
  const title = TITLES[typed.value.of];
  return file('application/pdf', `${title}.pdf`, await printPdf(labelsPaper(title, labels, prints, typed.value.start)));
}

export const labelRoutes: readonly Route[] = [get(paths.labels, RIGHT, (ask) => page(ask)), post(paths.labels, RIGHT, print)];
