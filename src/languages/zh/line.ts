import type { Page } from '../catalogues.ts';

export const line: Page<'line'> = {
  title: '正在按顺序引导',
  lead: '现在使用预约网站的人非常多。轮到您时，会自动打开下一个页面。',
  before: '排在您前面的人',
  people: { other: '{count}人' },
  about: { other: '大约{count}人' },
  next: '马上就轮到您了',
  turn: '轮到您了。正在打开下一个页面。',
  pressed: '您输入的内容还没有发送。轮到您时，请重新输入。',
  keepTitle: '您的顺序会保留',
  keep: [
    '重新加载页面，或者关闭后在1小时内回来，顺序都不会变。',
    '顺序属于这个浏览器。用别的设备或浏览器打开时，要从最后重新排队。请允许本网站使用Cookie。',
  ],
  look: '查看我的顺序',
  self: '本页面会自动更新。',
  still: '停止自动更新',
  meanwhileTitle: '等待的时候',
  meanwhile: '不用等待也可以查看窗口的空位情况。',
  offices: '查看窗口的空位情况',
};
