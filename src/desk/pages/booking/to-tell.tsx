import { arrivalIn } from '../../../languages/arrival.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, plain } from '../../../lib/html/index.ts';
import { concernsAge, isUnder15 } from '../../../services/cautions.ts';
import { concernsNeeds, linesFor, type Need, type Question, questionsOf } from '../../../services/needs.ts';
import type { Service } from '../../../services/read.ts';
import { readForm } from '../../parts/form.tsx';
import { needsForm, needsOf } from '../../parts/needs.ts';
import type { Chosen } from '../../parts/places.ts';
import type { Who } from '../../parts/who.ts';
import { field, type SignedAsk } from '../../route.ts';
import type { BookingProps } from './props.ts';

const bornOf = (who: Who): string | null => (who.by === 'card' ? who.card.birthDate : who.person.birthDate);

const asksOf = ({ cautions }: Pick<BookingProps, 'cautions'>, service: Service): Question[] =>
  questionsOf(
    service.bringNeeds,
    cautions.map(({ need }) => need),
  );

/** What who calls says of how they come, as the clerk typed it. */
export function needsTold(
  ask: Pick<SignedAsk, 'now'>,
  props: Pick<BookingProps, 'cautions'>,
  service: Service,
  body: Readonly<Record<string, unknown>>,
): Need[] {
  const asks = asksOf(props, service);
  const read = readForm({ body, now: ask.now }, needsForm(asks, false));
  return read.ok ? needsOf(read.value, asks) : [];
}

type Props = { ask: SignedAsk; props: BookingProps; who: Who; service: Service; chosen: Chosen };

/** What is told who calls before the place is confirmed: when to be there; how they come is asked, then what to bring and what citizens tick on the web, by age and by that. */
export function ToTell({ ask, props, service, who, chosen }: Props) {
  const born = bornOf(who);
  const asks = asksOf(props, service);
  const typed = props.typed ?? {};
  const needs = needsTold(ask, props, service, typed);
  const under15 = concernsAge('under-15', born, chosen.day);
  const bring = linesFor([...service.bring, ...(under15 ? service.bringUnder15 : [])], service.bringNeeds, needs);
  const cautions = props.cautions.filter(({ ages, need }) => concernsAge(ages, born, chosen.day) && concernsNeeds(need, needs));
  const come = arrivalIn('ja', props.arrive);
  if (bring.length === 0 && cautions.length === 0 && asks.length === 0 && come === undefined) return null;
  return (
    <div class="call-tell">
      <h3>読み上げる注意事項</h3>
      {asks.length > 0 && (
        <div class="call-contact">
          <FormFields
            form={needsForm(asks, born !== null && isUnder15(born, chosen.day))}
            state={{ shown: (box) => field(typed, box), errors: {} }}
          />
          <p class="acts">
            <Button kind="second" name="act" value="papers">
              持ち物の表示を更新する
            </Button>
          </p>
        </div>
      )}
      <ul class="read-cautions">
        {come !== undefined && (
          <li>
            <b>お越しいただく時間</b>
            <p>{plain(come)}</p>
          </li>
        )}
        {bring.length > 0 && (
          <li>
            <b>お持ちいただくもの</b>
            <p>{bring.join('、')}</p>
          </li>
        )}
        {[...Map.groupBy(cautions, ({ concerns }) => concerns)].map(([concerns, those]) => (
          <li>
            <b>{concerns}</b>
            {those.map(({ body }) => (
              <p>{body}</p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
