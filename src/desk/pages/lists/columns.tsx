import { Button, Checkbox, type FormErrors, hasErrors, LinkButton, PostForm } from '../../../lib/html/index.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { chooseColumns, setCityColumns } from '../../../lists/columns.ts';
import type { ListFace } from '../../../lists/list-types.ts';
import { can } from '../../../staff/rights.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { filterQuery } from './query.ts';

/** Who may set what the clerks of the whole city see before they choose. */
const setsForCity = ({ session }: SignedAsk): boolean => session.bounds === null && can(session, 'settings.manage');

/** Which columns a clerk sees of a list and in which order; paper and files hold the same. Those that are seen stand first, in their order. */
export function ColumnsPage({ ask, asked, errors = {} }: { ask: SignedAsk; asked: AskedList; errors?: FormErrors }) {
  const { list, columns } = asked;
  const query = filterQuery(asked);
  const all = [...columns, ...list.columns.map((_, at) => at).filter((at) => !columns.includes(at))];
  return (
    <TitledPage ask={ask} title={`列を選ぶ：${list.title}`} heading={`${list.title}の列を選ぶ`} errors={errors}>
      <p class="lead">
        画面、印刷、CSV、Excelに出る列と、その順です。順は、小さい数字から左に並びます。次からも、この列で表示します。
      </p>
      <PostForm action={withQuery(paths.listColumns(list.code), query)} token={ask.token} class="desk-form">
        <fieldset class="field column-order">
          <legend class="label">列と順</legend>
          {all.map((at, index) => {
            const { code, head } = list.columns[at] ?? { code: '', head: '' };
            return (
              <div class="column-line">
                <label class="unseen" for={`order-${code}`}>
                  順：{head}
                </label>
                <input
                  class="input number"
                  id={`order-${code}`}
                  name={`order-${code}`}
                  type="text"
                  inputMode="numeric"
                  autoComplete="off"
                  value={field(ask.body, `order-${code}`) || String(index + 1)}
                />
                <Checkbox
                  name={`column-${code}`}
                  label={head}
                  checked={columns.includes(at) && !hasErrors(errors)}
                  error={errors[`column-${code}`]}
                />
              </div>
            );
          })}
        </fieldset>
        <p class="acts">
          <Button>この列で表示する</Button>
          <Button kind="second" name="act" value="usual">
            市の標準の列に戻す
          </Button>
          {setsForCity(ask) && (
            <Button kind="second" name="act" value="city">
              この列を市の標準にする
            </Button>
          )}
          <LinkButton href={withQuery(paths.list(list.code), query)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </TitledPage>
  );
}

/** The ticked columns in the order of their numbers; one without a number that can be read stands behind, as the definition has it. */
function orderedCodes({ columns }: Pick<ListFace, 'columns'>, body: SignedAsk['body']): string[] {
  const orderOf = (code: string): number => {
    const typed = wholeNumber(1, 999)(body[`order-${code}`]);
    return typed.ok ? typed.value : 1_000;
  };
  return columns
    .map(({ code }) => code)
    .filter((code) => body[`column-${code}`] === 'yes')
    .toSorted((one, other) => orderOf(one) - orderOf(other));
}

/** Keeps what was chosen: for the clerk, or as the city's. */
export async function chooseFor(ask: SignedAsk, asked: AskedList): Promise<Answer> {
  const { list } = asked;
  const act = field(ask.body, 'act');
  const codes = act === 'usual' ? [] : orderedCodes(list, ask.body);
  if (act !== 'usual' && codes.length === 0) {
    const errors = { [`column-${list.columns[0]?.code ?? ''}`]: '列を1つ以上選んでください。' };
    return show(<ColumnsPage ask={ask} asked={asked} errors={errors} />, 422);
  }
  const city = act === 'city' && setsForCity(ask);
  if (city) await setCityColumns(ask.db, ask.actor, list, codes);
  // Whoever sets the city's columns sees them as everybody does.
  await chooseColumns(ask.db, list, ask.session.accountId, city ? [] : codes);
  return go(withQuery(paths.list(list.code), { ...filterQuery(asked), done: city ? 'city-columns' : 'columns' }));
}
