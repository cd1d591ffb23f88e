import { NOTHING_IN_THE_WAY } from '../../../../closing/retire.ts';
import { type Field, form, line, REFUSED, ticks } from '../../../../lib/form/index.ts';
import { Table, wholeCol } from '../../../../lib/html/index.ts';
import { RIGHTS } from '../../../../staff/rights.ts';
import {
  ALL_RIGHTS,
  addRole,
  changeRole,
  codesOf,
  type Granted,
  grantedOf,
  holdersOf,
  listRoleRecords,
  type RoleFacts,
  readRole,
  restoreRole,
  retireRole,
} from '../../../../staff/roles.ts';
import { Section } from '../../../parts/section.tsx';
import { SAME } from '../../../parts/words.ts';
import { paths } from '../../../paths.ts';
import { position, type RecordKind, type RecordWords } from '../../../records/kind.ts';
import { recordRoutes } from '../../../records/routes.tsx';
import type { Route } from '../../../route.ts';

const WORDS: RecordWords = {
  title: '役割と権限',
  add: '役割を追加する',
  listCaption: '使用中の役割',
  empty: '役割は、ありません。',
  kept: { add: '役割の追加', change: '役割の変更', retire: '役割の使用の終了', restore: '役割の使用の再開' },
  done: {
    added: '役割を追加しました。職員アカウントの画面で、職員に付けてください。',
    changed: '役割を変更しました。この役割の職員の権限は、次の操作から変わります。',
    same: SAME,
    restored: '使用中に戻しました。',
  },
  retired: {
    caption: '廃止した役割',
    said: '廃止しました。下の表から、戻せます。',
    since: '廃止しました',
    restore: '使用中に戻す',
  },
  retire: {
    title: '役割の廃止',
    heading: (name) => `役割「${name}」を廃止する`,
    link: 'この役割を廃止する',
    means: '職員アカウントの画面で選べなくなります。これまでの操作履歴は残ります。あとで戻せます。',
    notYet: 'この役割の職員が、権限を失わないように、先に次のことを済ませてください。',
    button: '廃止する',
  },
};

const NAME = 40;
/** Boxes are named in letters that an address of a page may hold. */
const boxOf = (code: string): string => code.replaceAll('.', '_');

/** A tick a right, kept by its words. */
function rightsField(): Field<Granted> {
  const field = ticks(
    '権限',
    ALL_RIGHTS.map((code) => ({ value: boxOf(code), label: RIGHTS[code] })),
  );
  return {
    ...field,
    read: (reading) => {
      const chosen = field.read(reading);
      return chosen === REFUSED ? REFUSED : grantedOf(ALL_RIGHTS.filter((code) => chosen.includes(boxOf(code))));
    },
    show: (box, granted) => field.show(box, codesOf(granted).map(boxOf)),
  };
}

const roleForm = form<RoleFacts>({ name: line('名称', NAME), position: position(), rights: rightsField() });

/** What an account may see and do is what its roles may (§8(2)②a). Who manages accounts manages these: by a right given here anybody gets any. */
const ROLES: RecordKind<RoleFacts, 'last_administrator'> = {
  right: 'accounts.manage',
  paths: { list: paths.roles, new: paths.newRole, one: paths.role, retire: paths.retireRole, restore: paths.restoreRole },
  words: WORDS,
  columns: [
    { head: '権限', right: true, cell: ({ facts }) => `${codesOf(facts.rights).length}件` },
    { head: 'コード', whole: true, cell: ({ code }) => <span class="code">{code}</span> },
  ],
  form: () => roleForm,
  usual: { rights: grantedOf([]) },
  codeHint: 'サーバーのコマンドで使います。半角の英小文字・数字・ハイフン。あとから変更できません。例：call-centre',
  list: listRoleRecords,
  read: readRole,
  add: addRole,
  change: changeRole,
  refusals: {
    last_administrator: [
      `rights-${boxOf('accounts.manage')}`,
      'アカウント、設定、市の設定のどれかを管理できる職員が、いなくなります。市の設定を管理するには、「設定を変更する」権限もあわせて必要です。先に、ほかの役割の職員が管理できるようにしてください。',
    ],
  },
  inTheWay: async (db, id) => {
    const holders = await holdersOf(db, id);
    return {
      ...NOTHING_IN_THE_WAY,
      ...(holders.length === 0
        ? {}
        : {
            says: `この役割の職員アカウントが ${holders.length}件 あります。アカウントの画面で、ほかの役割に変更してください。`,
          }),
    };
  },
  retire: retireRole,
  restore: restoreRole,
  around: async (ask, role) => ({
    below: (
      <Section id="holders" title="この役割の職員">
        <Table
          caption="この役割の職員アカウント"
          empty="この役割の職員アカウントは、ありません。"
          columns={[wholeCol('氏名'), wholeCol('職員ID')]}
          rows={(await holdersOf(ask.db, role.id)).map(({ id, name, login }) => [
            <a href={paths.account(id)}>{name}</a>,
            <span class="code">{login}</span>,
          ])}
        />
      </Section>
    ),
  }),
};

export const roleRoutes: readonly Route[] = recordRoutes(ROLES).routes;
