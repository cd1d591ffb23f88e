import type { Page } from '../catalogues.ts';

export const waiting: Page<'waiting'> = {
  title: '候补',
  box: {
    title: '希望的日期没有空位时',
    says: '登记候补后，有空位时将按登记顺序用邮件通知您。',
    go: '登记候补',
  },
  toCalendar: '查看有空位的日期',
  form: {
    heading: '登记候补',
    changeHeading: '更改候补条件',
    lead: '请选择所有方便的选项。选得越多，越容易找到空位。',
    office: '领取地点',
    offices: '领取地点',
    from: '开始日期',
    to: '结束日期',
    kinds: '星期',
    kind: { weekday: '工作日', holiday: '周六、周日、节假日' },
    opens: '{kind}：{parts}',
    parts: '时段',
    part: { morning: '上午', afternoon: '下午', evening: '傍晚（晚于{time}结束的时间）' },
    go: '登记候补',
    change: '按此条件候补',
    errors: {
      offices: '请至少选择一个领取地点',
      days: '结束日期请选择开始日期当天或之后',
      kinds: '请至少选择一项星期',
      parts: '请至少选择一个时段',
      soon: '日期太近，来不及通知。请选择更晚的日期',
      far: '有的地点来不及把卡运到。请选择其他地点',
      expires: '有的地点在卡的有效期之内没有可以预约的日期。请选择其他地点或日期',
      many: '有的地点不能按这个人数预约。请选择其他地点',
      never: '有的地点在所选的日子和时间段不开放。请选择其他地点，或其他日子、时间段',
    },
    free: {
      title: '尚未登记候补',
      changeTitle: '候补条件尚未更改',
      says: '有符合您要求的空位。不用等待，可以预约以下时间。',
    },
  },
  entry: {
    heading: '正在候补',
    entered: '已登记候补',
    changed: '已更改候补条件',
    linkLead: '有空位时将用邮件通知您。要取消候补，请按按钮。',
    days: '日期',
    run: '{from}至{to}',
    people: '人数',
    together: { other: '{count}人' },
    notTheirs: { other: '这个时间是为{count}人保留的。请从通知邮件中的链接继续。如要预约其他时间，请先放弃这个时间。' },
    notYet: {
      title: '目前还没有预约',
      says: '候补期间，也可以预约有空位的时间。预约后，候补即结束。',
    },
    how: {
      title: '有空位时',
      mail: {
        title: '用邮件通知您',
        says: '在8:00至20:00之间，发送到您登记的邮箱。',
      },
      hold: {
        title: '最长为您保留该时间{time}',
        says: '请在邮件所写的期限前完成预约。夜间不计入时间。',
      },
      pass: {
        title: '不预约也没关系',
        says: '超过期限后，将通知下一位，您的候补继续。连续3次没有回复时，候补结束。',
      },
    },
    notes: {
      title: '请注意',
      sure: '不保证一定会有空位。',
      others: '不告知顺序和候补人数。',
      ends: '过了{day}{time}，候补即结束。',
    },
    change: '更改候补条件',
    leave: '取消候补',
  },
  left: {
    title: '已取消候补',
    says: ['有空位的时间，仍可照常预约。'],
  },
  off: {
    title: '目前不受理候补',
    says: ['请选择有空位的时间，或打电话。'],
  },
  elsewhere: {
    title: '有人已经登记候补',
    says: ['已用其他邮箱或与其他人一起登记。要更改时，请打电话。'],
  },
  offer: {
    title: '正在为您保留候补的时间',
    others: '如果选择其他时间，这个时间将通知下一位。',
    byMail: '请从通知邮件中的链接继续。找不到邮件时，请重新接收一封。',
    leave: '取消候补后，为您保留的时间也将通知下一位。',
  },
  link: {
    title: '空位通知',
    heading: '有空位了',
    lead: '已为您保留以下时间。预约尚未完成。',
    when: '日期和时间',
    held: '保留期限',
    until: '{until}为止',
    go: '预约这个时间',
    otherwise: '这个时间不方便时',
    passNote: '放弃后，将通知下一位。您的候补继续。',
    pass: '放弃这个时间',
    begin: '从头开始预约',
    goOn: '继续预约',
    ended: {
      passed: {
        title: '已放弃这个时间',
        says: ['候补仍在继续。下次有空位时，将用邮件通知您。'],
      },
      left: {
        title: '已取消候补',
        says: ['有空位的时间，仍可照常预约。'],
      },
      used: {
        title: '该链接已使用',
        says: [
          '该链接只能使用一次。请在打开链接的页面继续。该时间会保留到期限为止。',
          '要在这个页面继续，请接收新的邮件。邮件会发到同一个邮箱。也可以从头确认本人身份。',
        ],
      },
      over: {
        title: '该时间已不再保留',
        says: [
          '因超过期限等原因，该时间已不再保留。如果仍在候补，下次有空位时将用邮件通知您。',
          '已经完成预约的人，请看预约完成的邮件。',
        ],
      },
      unknown: {
        title: '该链接无法使用',
        says: ['链接不完整，或候补已结束。'],
      },
    },
  },
};
