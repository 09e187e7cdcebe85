extension SilentWords {
    /// The words of a region's languages, by what they do in a text.
    struct Vocabulary: Sendable {
        let silent: Set<String>
        let qualifiers: Set<String>
        let nouns: Set<String>
        let fillers: Set<String>

        init(silent: String, qualifiers: String, nouns: String, fillers: String) {
            self.silent = words(silent)
            self.qualifiers = words(qualifiers)
            self.nouns = words(nouns)
            self.fillers = words(fillers)
        }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map { PartyText.folded(String($0)) })
    }

    private static func all(_ first: Set<String>, _ part: (Vocabulary) -> Set<String>) -> Set<String> {
        first.union(part(european)).union(part(asian))
    }

    /// Whole texts that words alone do not tell.
    static let phrases: Set<String> = Set(
        [
            "n/a", "#n/a", "na", "n.v.t.", "nvt", "k.a.", "k. A.", "n.b.", "n.d.", "s.n.", "s/n", "н/д", "\\N", "#REF!",
            "#VALUE!", "#NAME?", "n/d", "ex-directory", "exdirectory", "liste rouge", "out of area", "out of range",
            "coin line", "coin phone", "coin box", "call box", "pay phone", "public phone", "public telephone",
            "phone booth", "scam likely", "spam risk", "spam likely", "fraud risk", "sip", "s", "h", "dummy", "true",
            "false",
            "#DIV/0!", "not avail", "non pub", "nonpub", "coin", "inf", "to be determined", "blank", "leer", "vide",
            "leeg",
            "geen", "brak", "yok", "нет", "нема", "ingen", "ninguno", "пусто", "tidak ada", "tiada", "nincs", "bez",
            "default", "system dbnull", "localhost", "空", "空白", "无", "無", "なし", "沒有", "没有", "prison", "inmate call",
            "anonymous guest", "teams", "teams user", "microsoft teams", "external user", "lync", "skype", "customer",
            "client", "ninguna", "interaction with other service", "interaction with another service", "noma'lum",
            "noma'lum raqam", "үл мэдэгдэх", "خاص", "wedi'i atal",
        ].map { PartyText.folded($0) } + systems + vietnamese.map { PartyText.folded($0) }
    )

    /// What exchanges call themselves where they have no user to name.
    static let systems: Set<String> = [
        "asterisk", "freeswitch", "sipp", "pbx", "gateway", "sbc", "trunk", "opensips", "kamailio", "cisco",
    ]

    /// Enough alone.
    static let silent = all(
        words(
            """
            anonymous anon anonymised anonymized anonymity unknown unavailable withheld withhold restricted restriction blocked
            suppressed suppression undisclosed unlisted unpublished nonpublished unidentified unspecified undefined
            undisplayable hidden private null nil none nan payphone unassigned confidential masked concealed redacted nobody
            undetermined unrecognised unrecognized unresolved untraceable nocallerid noid nocli nocid noclid nonumber noname
            notavailable notprovided international overseas invalid empty missing absent spam robocall telemarketer
            noreply privacy notset nodata unset unnamed nameless secret

            anonym anonyme anonymer anonymes anonymen unbekannt unbekannte unbekannter unbekanntes unbekannten unterdrückt
            unterdrückte unterdrückung unterdrueckt unterdrueckte privat privater geheim geheime geheimer gesperrt gesperrte
            verborgen verborgene versteckt versteckte verdeckt verdeckte münztelefon münzfernsprecher telefonzelle ausland
            auslandsgespräch auslandsanruf unterbunden entfällt unbenannt nichtverfügbar

            anonymes inconnu inconnue inconnus masqué masquée masqués caché cachée privé privée privés confidentiel
            confidentielle indisponible restreint restreinte bloqué bloquée anonymisé caviardé

            anónimo anónima anônimo anônima desconocido desconocida desconocidos oculto oculta ocultado privado privada
            restringido restringida bloqueado bloqueada reservado reservada ninguno nadie desconhecido desconhecida restrito
            restrita confidencial indisponível ninguém orelhão indisponible desconegut desconeguda ocult oculte anònim anònima
            anonimo anonima sconosciuto sconosciuta sconosciuti privato privata nascosto nascosta riservato riservata nessuno
            ignoto ignota oscurato oscurata bloccato bloccata

            anoniem anonieme onbekend onbekende afgeschermd afgeschermde verborgen privénummer geheim geheime onbeschikbaar
            geblokkeerd geblokkeerde onderdrukt onderdrukte niemand

            anonymt okänd okänt okända dolt dold dolda hemligt hemlig skyddat skyddad spärrat spärrad otillgänglig otillgängligt
            saknas utland utlandssamtal ukendt ukendte hemmeligt hemmelig skjult skjulte privatnummer udeladt utilgængelig
            utilgængeligt spærret ukjent utilgjengelig sperret mangler ugyldig
            tuntematon tuntemattomat salainen yksityinen yksityisnumero estetty anonyymi piilotettu salattu numeroton puuttuu
            óþekkt óþekktur óþekktt leyninúmer falið leynt nafnlaus
            tundmatu varjatud privaatne anonüümne nezināms nezināma slēpts slēpta anonīms privāts nežinomas nežinoma slaptas
            paslėptas anoniminis anonimas privatus

            anonimowy anonimowe anonimowa anonim nieznany nieznana nieznane zastrzeżony zastrzeżone zastrzeżona ukryty ukryta
            ukryte prywatny prywatne zablokowany niedostępny niedostępne nieokreślony nieokreślone
            anonymní neznámý neznámé neznámá neznámy skryté skrytý skrytá utajené utajený utajeno soukromé soukromý privátní
            nedostupné nedostupný zablokované anonymný anonymné súkromné súkromný
            skrit skrita skrito neznan neznana anonimen anonimna nepoznat nepoznati nepoznato skriven skriveni privatan privatni
            anoniman anonimni nedostupan непознат непознати скривен скривени приватан приватни анониман
            ismeretlen rejtett privát titkos névtelen letiltott letiltva
            necunoscut necunoscută ascuns ascunsă restricționat indisponibil indisponibilă secretizat
            неизвестен неизвестна скрит скрита скрито частен анонимен недостъпен

            ανώνυμος ανώνυμη ανώνυμο άγνωστος άγνωστη άγνωστο απόκρυψη απόρρητο απόρρητος απόρρητη ιδιωτικός ιδιωτικό ιδιωτική
            κρυφός κρυφό κρυφή κρυμμένος κρυμμένο αποκρυμμένος αποκρυμμένο

            bilinmeyen bilinmiyor gizli gizlenmiş gizlendi engellenmiş engelli kısıtlı kısıtlanmış kullanılamıyor numarasız
            naməlum gizlədilib

            аноним анонимный анонимно анонимная анонимен неизвестный неизвестно неизвестная неизвестные неизвестен скрытый скрыт
            скрыто скрытая закрытый закрыт частный приватный заблокирован недоступен недоступно недоступный неопределен
            неопределенный антиаон засекречен секретный
            анонімний анонім невідомий невідомо невідома прихований приховано приватний недоступний
            белгісіз жасырын

            חסוי חסויה אלמוני פרטי מוסתר חסום אנונימי מוגבל
            مجهول مخفي محجوب مجهولة ناشناس مخفی خصوصی نامشخص پوشیده محظور مقيد
            अज्ञात अनजान निजी गुप्त अनाम अप्राप्य অজানা অজ্ঞাত தெரியாத

            tersembunyi disembunyikan pribadi peribadi dirahasiakan rahasia
            """
        ),
        \.silent
    )

    /// Enough with a noun: by themselves they may be names.
    static let qualifiers = all(
        words(
            """
            no not without non un out pay coin public foreign wireless toll free mobile cellular cell external outside
            scam risk likely potential suspected telemarketing survey masked generic default test
            kein keine keiner nicht ohne sans aucun aucune non pas sin no sense senza nessun nessuna sem não nao geen niet zonder
            inget ingen inga utan ej inte uden ikke uten ei ilman brak bez žádné žádný nem nincs fără χωρίς μη δεν özel yok
            нет без не немає לא אין غير خاص بدون لا نہ tidak tanpa
            """
        ),
        \.qualifiers
    )

    /// What the qualifiers stand beside; alone they name nobody either.
    static let nouns = all(
        words(
            """
            number numbers num caller callers calling called callee call phone telephone line id ids cli clid callerid ani
            identity identification info information data source origin party subscriber user person participant
            available provided known disclosed shown displayed specified set given present supplied transmitted identified
            recognised recognized area display presentation listed valid name names contact sender station device callername
            callernumber

            rufnummer rufnummern nummer nummern anrufer anruferin teilnehmer teilnehmerin kennung anruf telefonnummer
            anrufernummer übermittelt angezeigt verfügbar bekannt angabe angaben rufnummernanzeige absender
            numéro numero appelant appelante correspondant appel identité ligne abonné identifié téléphone téléphonique
            communiqué renseigné disponible disponibile affiché identifiant
            número números llamada llamadas llamante llamador identificador identificado identificada identificar teléfono
            público identidad chamada chamadas chamador identificação identificável telefone disponível trucada
            chiamante chiamata utente identificato telefono interlocutore
            nummer beller bellers oproep nummerweergave weergave beschikbaar oproeper
            uppringare samtal tillgängligt opkald opkalder opkaldsnummer tilgængelig tilgængeligt nummeret anrop innringer ringer
            tilgjengelig numero numeroa soittaja soittajan puhelu saatavilla tiedossa númer
            number helistaja numurs zvanītājs numeris skambintojas
            numer numeru dzwoniący rozmówca abonent połączenie číslo čísla volající volajúci številka številke klicatelj broj
            pozivatelj pozivalac број позивалац szám számú hívó hívószám elérhető telefonszám număr numărul apelant apel
            номер номера номеру абонент абонента вызов звонок вызывающий звонящий определен определена определяется
            определить дзвінок визначено обаждане нөмір
            αριθμός αριθμού αριθμό καλών κλήση καλούντος διαθέσιμος διαθέσιμο διαθέσιμη
            numara numarası numaralı arayan arama kimliği kimlik nömrə
            מספר מתקשר שיחה ידוע זמין מזוהה רשום مزود رقم متصل المتصل معروف متاح مكالمة الرقم شماره تماس گیرنده
            नंबर कॉलर कॉल नम्बर
            nomor nombor nombo dikenal diketahui penelepon panggilan pemanggil telepon
            """
        ),
        \.nouns
    )

    /// What may stand between the others.
    static let fillers = all(
        words(
            """
            s a an the of by from to for at on in has have is was be been this that their his her your its request requested due
            reason der die das des den dem von vom durch ist wurde und auf de du des le la les l d par el los las del por da do
            di il lo i van het een door av på fra til от по az egy
            """
        ),
        \.fillers
    )

    /// Chinese, Japanese, Korean and Thai.
    static let unspacedSilent = words(
        """
        未知 匿名 隐藏 隱藏 隐私 隱私 保密 受限 限制 不可用 不详 不詳 不明 陌生 私人 不显示 不顯示 未显示 未顯示 无法显示 無法顯示 无显示 無顯示
        无号码 無號碼 无来电显示 無來電顯示 无主叫 無主叫 未提供 公用电话 公用電話 国际来电 國際來電 屏蔽 无名 無名 未登记 无法识别 無法識別 保护
        非通知 通知不可能 通知不可 表示圏外 圏外 公衆電話 非表示 番号なし 名前なし 発信者なし ヒツウチ ひつうち コウシュウデンワ ヒョウジケンガイ
        国際電話 通知できません 表示不可 表示できません 不在 シークレット プライベート ナンバーなし
        발신번호표시제한 발신번호제한 표시제한 표시금지 알수없음 알수없는 익명 비공개 번호없음 미확인 공중전화 제한된 발신번호없음 발신자없음 없음 차단 비통지
        私密 受保护 受保護 没有 沒有 公共电话 公共電話 付费电话 投币电话 海外 境外 访客 訪客 游客 空号 空號 拒显 拒顯 未註冊 未注册
        非公开 非公開 不公开 不公開 未公开 未公開 秘密 骚扰 騷擾 詐騙 诈骗 无 無 未知名 隐身 隱身 不顯 未授权 加密号码 unknown anonymous private
        不明な 情報なし 未設定 未登録 該当なし ゲスト 海外 アンノウン チャクシン コウシュウ 制限付き 制限 ブロックされた 表示できない
        通知なし 発信者不明 名無し 匿名希望 ヒツウチチャクシン ナンバー非通知 不特定 不詳
        불명 미표시 미등록 차단된 차단됨 차단 제한됨 제한 이용불가 사용할수없음 국제전화 해당없음 모르는 무명 숨김 숨긴 게스트 손님 개인번호
        비밀번호 알려지지않은 알수없슴 미상 부재 표시되지않음 확인불가
        ซ่อน ไม่สามารถใช้ได้ ถูกจำกัด จำกัด ไม่เปิดเผย ต่างประเทศ ສ່ວນຕົວ ບໍ່ຮູ້ຈັກ អនាមិក មិនស្គាល់ ឯកជន မသိသော မသိရ ကိုယ်ရေး
        ไม่ทราบ ส่วนตัว ไม่แสดง ไม่ระบุ ไม่รู้จัก ไม่มี ปกปิด นิรนาม
        """
    )
    static let unspacedNouns = words(
        """
        号码 號碼 来电 來電 电话 電話 呼叫 呼叫者 主叫 被叫 用户 用戶 显示 顯示 的 者 人 联系人 聯絡人 号 號 来电者 來電者 方
        被 名字 姓名 信息 資訊 呼入 主机 通话 通話 からの から を な に は が 情報 名称 項目 付き 入電 コール ナンバー
        設定 番号 発信者 発信 着信 通知 表示 ユーザー ユーザ 名前 の 電話番号 発信元 相手 者
        의 은 는 이 가 됨 호 통화 상대 상대방 유저 고객
        발신번호 발신 번호 발신자 전화 정보 표시 사용자 전화번호 이름
        ตัวตน ที่ สาย ผู้ใช้ โทร เลข ໝາຍເລກ เลขหมาย លេខ နံပါတ်
        หมายเลข ชื่อ เบอร์ สายเรียกเข้า ผู้โทร โทรศัพท์
        """
    )
}
