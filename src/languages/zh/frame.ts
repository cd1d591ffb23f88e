import type { Page } from '../catalogues.ts';

export const controls: Page<'controls'> = {
  skip: '跳到正文',
  must: '※必填',
  may: '选填',
  errorTitle: '请确认您输入的内容',
  errorPrefix: '错误：',
  change: '更改',
  pages: '页',
  previous: '上一页',
  following: '下一页',
  colon: '：',
  signs: { open: '有空位', few: '空位不多', full: '已满', closed: '不受理' },
};

export const frame: Page<'frame'> = {
  site: { card: '个人编号卡|窗口预约', person: '窗口预约' },
  finish: '结束操作',
  back: '返回上一页',
  start: '返回首页',
  underWay: '预约还没有完成？',
  goOn: '返回继续预约',
  helpTitle: '需要帮助时',
  helpLead: '也可以打电话预约。|电话用日语接听。',
  helpLink: { card: '不知道ID或没有邮箱的人', person: '不知道怎么预约或没有邮箱的人' },
  questions: '常见问题',
  foot: { privacy: '个人信息的处理', using: '使用方法和使用环境', accessibility: '无障碍' },
  step: '步骤 {step}／{steps}',
  otherLanguage: '保留输入的内容，切换语言',
  steps: {
    who: '确认本人',
    person: '姓名等',
    mail: '电子邮箱',
    day: '地点和日期',
    time: '时间',
    cautions: '来之前请看',
    check: '确认内容',
  },
};
