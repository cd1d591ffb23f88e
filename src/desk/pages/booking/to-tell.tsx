import { arrivalIn } from '../../../languages/arrival.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, plain } from '../../../lib/html/index.ts';
import { concernsNeeds, linesFor, type Need, type Question, questionsOf } from '../../../services/needs.ts';
import type { Service } from '../../../services/read.ts';
import { concernsAge, isUnder15 } from '../../../services/read-cautions.ts';
import { readForm } from '../../parts/form.tsx';
import { needsForm, needsOf } from '../../parts/needs.ts';
import type { One } from '../../parts/party.ts';
import type { Chosen } from '../../parts/places.ts';
import { nameOf, type Who } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import { prefixOf } from './contact.ts';
import type { BookingProps } from './props.ts';

const bornOf = (who: Who): string | null => (who.by === 'card' ? who.card.birthDate : who.person.birthDate);

type About = Pick<BookingProps, 'cautions' | 'party'>;

const asksOf = ({ cautions }: About, service: Service): Question[] =>
  questionsOf(
    service.bringNeeds,
    cautions.map(({ need }) => need),
  );

/** What one of them says of how they come, as the clerk typed it. */
export function needsTold(
  ask: Pick<SignedAsk, 'now'>,
  props: About,
  service: Service,
  one: One,
  body: Readonly<Record<string, unknown>>,
): Need[] {
  const asks = asksOf(props, service);
  const read = readForm({ body, now: ask.now }, needsForm(asks, false, prefixOf(props.party, one)));
  return read.ok ? needsOf(read.value, asks) : [];
}

type Props = { props: BookingProps; service: Service; chosen: Chosen };
type Told = { one: One; name: string; needs: Need[]; born: string | null };

/** What one of them brings, by their age on the day and by how they come. */
function papersOf({ born, needs }: Told, service: Service, day: string): string[] {
  const under15 = concernsAge('under-15', born, day);
  return linesFor([...service.bring, ...(under15 ? service.bringUnder15 : [])], service.bringNeeds, needs);
}

/** How each of them comes, beside who they are; asked only where a text depends on it. */
export function HowTheyCome({ props, service, chosen }: Props) {
  const asks = asksOf(props, service);
  if (asks.length === 0) return null;
  const several = props.party.length > 1;
  return (
    <div class={`call-asked${several ? ' call-asked-several' : ''}`}>
      <h3>来庁の事情</h3>
      {props.party.map((one) => {
        const born = bornOf(one.who);
        const boxes = (
          <FormFields
            form={needsForm(asks, born !== null && isUnder15(born, chosen.day), prefixOf(props.party, one))}
            state={{ shown: (box) => field(props.typed ?? {}, box), errors: {} }}
          />
        );
        return several ? (
          <fieldset class="call-asked-one">
            <legend>
              <b>{nameOf(one.who)}さん</b>
            </legend>
            {boxes}
          </fieldset>
        ) : (
          boxes
        );
      })}
      <p class="call-asked-go">
        <Button kind="second" name="act" value="papers">
          持ち物の表示を更新する
        </Button>
      </p>
    </div>
  );
}

/** What is told who calls before the place is confirmed: when to be there, what each brings and what citizens tick on the web, by age and by how they come. */
export function ToTell({ ask, props, service, chosen }: Props & { ask: SignedAsk }) {
  const told = props.party.map((one): Told => {
    const needs = needsTold(ask, props, service, one, props.typed ?? {});
    return { one, name: nameOf(one.who), needs, born: bornOf(one.who) };
  });
  const several = told.length > 1;
  const whom = (those: readonly Told[]): string => those.map(({ name }) => `${name}さん`).join('、');
  const papers = Map.groupBy(told, (each) => papersOf(each, service, chosen.day).join('、'));
  const cautions = props.cautions.flatMap((caution) => {
    const those = told.filter(
      ({ born, needs }) => concernsAge(caution.ages, born, chosen.day) && concernsNeeds(caution.need, needs),
    );
    return those.length === 0 ? [] : [{ ...caution, those }];
  });
  const brings = [...papers].filter(([lines]) => lines !== '');
  const come = arrivalIn('ja', props.arrive);
  if (brings.length === 0 && cautions.length === 0 && come === undefined) return null;
  return (
    <div class="call-tell">
      <h3>読み上げる注意事項</h3>
      <ul class="read-cautions">
        {come !== undefined && (
          <li>
            <b>お越しいただく時間</b>
            <p>{plain(come)}</p>
          </li>
        )}
        {brings.map(([lines, those]) => (
          <li>
            <b>{`お持ちいただくもの${several ? `（${whom(those)}）` : ''}`}</b>
            <p>{lines}</p>
          </li>
        ))}
        {[...Map.groupBy(cautions, ({ concerns }) => concerns)].map(([concerns, those]) => (
          <li>
            <b>{concerns}</b>
            {those.map(({ body, those: meant }) => (
              <p>
                {body}
                {meant.length < told.length && <span class="sub">{whom(meant)}</span>}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
