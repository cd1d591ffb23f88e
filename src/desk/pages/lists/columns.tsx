import { Button, Checkbox, ErrorSummary, type FormErrors, hasErrors, LinkButton, PostForm } from '../../../lib/html/index.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { filterQuery } from './page.tsx';

/** Which columns a clerk sees of a list; paper and files hold the same. */
export function ColumnsPage({ ask, asked, errors = {} }: { ask: SignedAsk; asked: AskedList; errors?: FormErrors }) {
  const { list, columns } = asked;
  const query = filterQuery(asked);
  return (
    <Page ask={ask} title={`列を選ぶ：${list.title}`} wrong={hasErrors(errors)}>
      <h1>{list.title}の列を選ぶ</h1>
      <ErrorSummary errors={errors} />
      <p class="lead">画面、印刷、CSV、Excelに出る列です。次からも、この列で表示します。</p>
      <PostForm action={withQuery(paths.listColumns(list.code), query)} token={ask.token} class="desk-form">
        <fieldset class="field">
          <legend class="label">列</legend>
          {list.columns.map((column, at) => (
            <Checkbox
              name={`column-${column.code}`}
              label={column.head}
              checked={columns.includes(at) && !hasErrors(errors)}
              error={errors[`column-${column.code}`]}
            />
          ))}
        </fieldset>
        <p class="acts">
          <Button>この列で表示する</Button>
          <Button kind="second" name="act" value="usual">
            初期の列に戻す
          </Button>
          <LinkButton href={withQuery(paths.list(list.code), query)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}
