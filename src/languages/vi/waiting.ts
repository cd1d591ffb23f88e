import type { Page } from '../catalogues.ts';

export const waiting: Page<'waiting'> = {
  title: 'Danh sách chờ',
  box: {
    title: 'Ngày bạn muốn không còn chỗ?',
    says: 'Hãy vào danh sách chờ. Khi có chỗ trống, chúng tôi gửi email theo thứ tự đăng ký.',
    go: 'Vào danh sách chờ',
  },
  toCalendar: 'Xem ngày còn chỗ',
  form: {
    heading: 'Vào danh sách chờ',
    changeHeading: 'Đổi điều kiện chờ',
    lead: 'Hãy chọn tất cả những gì phù hợp với bạn. Chọn càng nhiều càng dễ có chỗ.',
    office: 'Nơi nhận',
    offices: 'Nơi nhận',
    from: 'Ngày đầu',
    to: 'Ngày cuối',
    kinds: 'Thứ',
    kind: { weekday: 'Thứ Hai đến thứ Sáu', holiday: 'Thứ Bảy, Chủ nhật, ngày lễ' },
    opens: '{kind}: {parts}.',
    parts: 'Buổi',
    part: { morning: 'Buổi sáng', afternoon: 'Buổi chiều', evening: 'Buổi tối (kết thúc sau {time})' },
    go: 'Vào danh sách chờ',
    change: 'Chờ theo điều kiện này',
    errors: {
      offices: 'Hãy chọn ít nhất một nơi nhận',
      days: 'Ngày cuối phải là ngày đầu hoặc sau đó',
      kinds: 'Hãy chọn ít nhất một loại ngày',
      parts: 'Hãy chọn ít nhất một buổi',
      soon: 'Ngày quá gần nên không kịp báo. Hãy chọn ngày muộn hơn',
      far: 'Có nơi không kịp chuyển thẻ đến. Hãy chọn nơi khác',
      expires: 'Có nơi không có ngày nào đặt được trước khi thẻ hết hạn. Hãy chọn nơi khác hoặc ngày khác',
      many: 'Có nơi không đặt được cho số người này. Hãy chọn nơi khác',
      never: 'Có nơi không mở cửa vào các ngày và giờ đã chọn. Hãy chọn nơi khác, hoặc ngày giờ khác',
    },
    free: {
      title: 'Bạn chưa được ghi vào danh sách chờ',
      changeTitle: 'Điều kiện chờ chưa được thay đổi',
      says: 'Có chỗ trống phù hợp với bạn. Bạn không cần chờ. Bạn có thể đặt thời gian sau.',
    },
  },
  entry: {
    heading: 'Bạn đang chờ chỗ trống',
    entered: 'Bạn đã vào danh sách chờ',
    changed: 'Đã đổi điều kiện chờ',
    linkLead: 'Khi có chỗ trống, chúng tôi sẽ gửi email. Nếu muốn thôi chờ, hãy nhấn nút.',
    days: 'Ngày',
    run: 'Từ {from} đến {to}',
    people: 'Số người',
    together: { other: '{count} người' },
    notTheirs: {
      other:
        'Thời gian này dành cho {count} người. Hãy tiếp tục bằng liên kết trong email thông báo. Nếu muốn đặt thời gian khác, trước hết hãy chọn không nhận thời gian này.',
    },
    notYet: {
      title: 'Bạn chưa có lịch hẹn',
      says: 'Trong khi chờ, bạn vẫn có thể đặt thời gian còn trống. Khi đặt xong, việc chờ sẽ kết thúc.',
    },
    how: {
      title: 'Khi có chỗ trống',
      mail: {
        title: 'Chúng tôi gửi email cho bạn',
        says: 'Chúng tôi gửi đến địa chỉ email đã đăng ký, từ 8 giờ sáng đến 8 giờ tối.',
      },
      hold: {
        title: 'Chúng tôi giữ chỗ tối đa {time}',
        says: 'Hãy đặt lịch xong trước thời hạn ghi trong email. Ban đêm không tính vào thời gian này.',
      },
      pass: {
        title: 'Bạn không bắt buộc phải nhận',
        says: 'Quá thời hạn, chúng tôi báo cho người tiếp theo và bạn vẫn tiếp tục chờ. Nếu ba lần liên tiếp không trả lời, việc chờ sẽ kết thúc.',
      },
    },
    notes: {
      title: 'Xin lưu ý',
      sure: 'Không chắc chắn sẽ có chỗ trống.',
      others: 'Chúng tôi không cho biết thứ tự và số người đang chờ.',
      ends: 'Sau {time} {day}, việc chờ sẽ kết thúc.',
    },
    change: 'Đổi điều kiện chờ',
    leave: 'Thôi chờ',
  },
  left: {
    title: 'Bạn đã thôi chờ',
    says: ['Bạn vẫn có thể đặt thời gian còn trống.'],
  },
  off: {
    title: 'Hiện không có danh sách chờ',
    says: ['Hãy chọn thời gian còn trống hoặc gọi điện.'],
  },
  elsewhere: {
    title: 'Có người đã ở trong danh sách chờ',
    says: ['Người đó đã đăng ký bằng địa chỉ email khác hoặc cùng người khác. Để thay đổi, vui lòng gọi điện.'],
  },
  offer: {
    title: 'Chúng tôi đang giữ thời gian bạn đã chờ',
    others: 'Nếu bạn chọn thời gian khác, chúng tôi báo thời gian này cho người tiếp theo.',
    byMail: 'Hãy tiếp tục bằng liên kết trong email thông báo. Nếu không thấy email, hãy nhận một email mới.',
    leave: 'Nếu bạn thôi chờ, thời gian đang giữ cho bạn cũng được báo cho người tiếp theo.',
  },
  beside: {
    box: {
      title: 'Bạn muốn đến sớm hơn?',
      says: 'Hãy vào danh sách chờ. Khi có chỗ trống sớm hơn lịch hẹn hiện tại, chúng tôi gửi email theo thứ tự đăng ký. Lịch hẹn hiện tại vẫn giữ nguyên.',
      go: 'Chờ thời gian sớm hơn',
    },
    lead: 'Bạn chờ thời gian sớm hơn lịch hẹn {when}. Hãy chọn tất cả những gì phù hợp với bạn.',
    none: { title: 'Không có ngày nào sớm hơn để báo cho bạn', says: ['Lịch hẹn hiện tại vẫn giữ nguyên.'] },
    stays: { title: 'Lịch hẹn hiện tại vẫn giữ nguyên', says: 'Lịch hẹn {when} vẫn còn cho đến khi bạn nhận thời gian mới.' },
    link: 'Chúng tôi đang giữ thời gian sau cho bạn. Nếu bạn nhấn nút, lịch hẹn sẽ đổi sang thời gian này. Nếu không, lịch hẹn hiện tại vẫn giữ nguyên.',
    now: 'Lịch hẹn hiện tại',
    go: 'Đổi sang thời gian này',
    hold: 'Hãy nhấn “Đổi sang thời gian này” trước thời hạn ghi trong email. Ban đêm không tính vào thời gian này.',
    leave: 'Nếu bạn thôi chờ, lịch hẹn hiện tại vẫn còn.',
    left: ['Lịch hẹn hiện tại vẫn giữ nguyên.'],
    cancel: 'Nếu bạn hủy lịch hẹn, việc chờ thời gian sớm hơn cũng kết thúc.',
    waits: 'Bạn đang chờ thời gian sớm hơn',
    see: 'Xem nội dung đang chờ',
    back: 'Về trang lịch hẹn',
  },
  link: {
    title: 'Thông báo chỗ trống',
    heading: 'Đã có chỗ trống',
    lead: 'Chúng tôi đang giữ thời gian sau cho bạn. Lịch hẹn chưa hoàn tất.',
    when: 'Ngày giờ',
    held: 'Thời hạn giữ chỗ',
    until: 'Đến {until}',
    go: 'Đặt thời gian này',
    otherwise: 'Nếu thời gian này không tiện',
    passNote: 'Nếu bạn không nhận, chúng tôi báo cho người tiếp theo. Bạn vẫn tiếp tục chờ.',
    pass: 'Không nhận thời gian này',
    begin: 'Đặt lịch từ đầu',
    goOn: 'Tiếp tục đặt lịch',
    ended: {
      passed: {
        title: 'Bạn đã không nhận thời gian này',
        says: ['Bạn vẫn ở trong danh sách chờ. Khi có chỗ trống tiếp theo, chúng tôi sẽ gửi email.'],
      },
      left: {
        title: 'Bạn đã thôi chờ',
        says: ['Bạn vẫn có thể đặt thời gian còn trống.'],
      },
      used: {
        title: 'Liên kết này đã được dùng',
        says: [
          'Liên kết chỉ dùng được một lần. Hãy tiếp tục ở màn hình đã mở liên kết. Thời gian vẫn được giữ đến hết hạn.',
          'Muốn tiếp tục ở màn hình này, hãy nhận một email mới. Chúng tôi gửi đến cùng địa chỉ. Bạn cũng có thể xác nhận lại từ đầu.',
        ],
      },
      over: {
        title: 'Thời gian này không còn được giữ',
        says: [
          'Thời gian này không còn được giữ, ví dụ vì đã quá thời hạn. Nếu bạn vẫn đang chờ, chúng tôi sẽ báo chỗ trống tiếp theo bằng email.',
          'Nếu đã đặt hẹn xong, hãy xem email xác nhận.',
        ],
      },
      unknown: {
        title: 'Không dùng được liên kết này',
        says: ['Liên kết bị thiếu, hoặc việc chờ đã kết thúc.'],
      },
    },
  },
};
