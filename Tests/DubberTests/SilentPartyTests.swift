import Testing

import Dubber

@Suite("Parties that say nothing")
struct SilentPartyTests {
    static let english = [
        "anonymous", "Anonymous", "ANONYMOUS", "Anon", "Anonymous Caller", "anonymous.", "[Anonymous]", "*anonymous*",
        "Private", "Private Number", "PRIVATE NUMBER", "Private Caller", "private-number", "private_number",
        "PrivateNumber",
        "Number Private", "Withheld", "Number Withheld", "Withheld Number", "Caller Withheld", "CLI Withheld",
        "Caller ID withheld", "Caller's number withheld", "The caller withheld their number", "Withheld by user",
        "Unknown",
        "Unknown Caller", "UNKNOWN CALLER", "UnknownCaller", "Unknown Number", "Unknown Name", "unknown number!",
        "Unknown 2",
        "Caller Unknown", "<unknown>", "(unknown)", "\"Unknown\"", "Restricted", "Restricted Number", "Blocked",
        "Blocked Number", "Blocked Caller ID", "Caller ID Blocked", "Unavailable", "Number Unavailable",
        "ID Unavailable",
        "Caller ID unavailable", "Not Available", "NotAvailable", "Name not available", "Number not available",
        "Out of Area",
        "OUT OF AREA", "Out-of-area", "No Caller ID", "NoCallerID", "No caller-id", "No Number", "No Name", "No ID",
        "Without caller ID", "Caller ID not shown", "Not provided", "Not known", "Number not disclosed", "Hidden",
        "Hidden Number", "Number hidden", "Suppressed", "Suppressed number", "Undisclosed", "Unlisted", "Ex-directory",
        "Unidentified caller", "Payphone", "Pay phone", "Coin line", "Coin phone", "Coin box", "Call box",
        "Public phone",
        "International", "International call", "International number", "Overseas", "Foreign call", "Wireless Caller",
        "Cell phone", "Toll free caller", "Mobile caller", "Caller", "Call", "Number", "Spam", "Spam Risk",
        "Scam Likely",
        "Potential spam", "Telemarketer", "Masked", "Redacted", "Confidential", "P", "O", "p", "Private (UK)",
    ]
    static let placeholders = [
        "", " ", "0", "00", "000", "0000", "0000000000", "00000000000000", "+0", "+0000000000", "+1 000 000 0000",
        "+440000000000", "-", "--", "---", "–", "—", "?", "??", "???", "*", "**", "***", "#", ".", "...", "…", "/",
        "\\", "_",
        "@", "+", "()", "<>", "\"\"", "''", "[]", "{}", "none", "None", "NONE", "nil", "null", "NULL", "(null)",
        "<null>",
        "<nil>", "\\N", "undefined", "NaN", "N/A", "n/a", "n.a.", "NA", "#N/A", "empty", "missing", "invalid", "unset",
        "unspecified", "unassigned", "-1", "xxxxxxxxxx", "XXXX", "+44 1632 ******", "+441632xxxxxx", "07700 9xxxxx",
        "*****0111", "XXXXXX0111", "###-###-0111", "+44163296????", "+44163296...", "4.41633E+11", "4,41633E+11",
        "4.4E11", "1111111111", "9999999999", "+9999999999", "\u{200B}", "\u{200E}\u{200F}", "\u{00A0}", "\u{FEFF}",
        "192.0.2.10", "127.0.0.1",
    ]
    static let addresses = [
        "anonymous@anonymous.invalid", "sip:anonymous@anonymous.invalid", "SIP:ANONYMOUS@ANONYMOUS.INVALID",
        "sips:anonymous@anonymous.invalid", "<sip:anonymous@anonymous.invalid>",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1928301774",
        "Anonymous <sip:anonymous@anonymous.invalid;user=phone>",
        "\"Anonymous\" <sip:c8oqz84zk7z@privacy.org>;tag=hyh8",
        "sip:anonymous@example.com", "sip:anonymous@192.0.2.1:5060;transport=udp", "sip:anonymous", "tel:anonymous",
        "sip:unavailable@unknown.invalid", "sip:unavailable@example.com", "sip:restricted@example.com",
        "sip:private@example.com", "sip:withheld@example.com", "sip:unknown@example.com", "sip:unknown@unknown.invalid",
        "sip:nobody@example.com", "sip:none@example.com", "sip:null@example.com", "sip:undefined@example.com",
        "sip:no-reply@example.invalid", "sip:pat@example.invalid", "sip:+441632960111@anonymous.invalid",
        "\"Pat Example\" <sip:anonymous@anonymous.invalid>", "\"+441632960111\" <sip:anonymous@anonymous.invalid>",
        "sip:0@example.com", "sip:00000@example.com", "sip:-@example.com", "sip:@example.com", "sip:example.com",
        "sip:192.0.2.1", "sip:192.0.2.1:5060", "sip:[2001:db8::1]", "<sip:example.com;lr>", "sip:", "tel:", "<sip:>",
        "<tel:>",
        "sip:%61nonymous@example.com", "sip:Anonymous@anonymous.invalid.", "anonymous@anonymous.invalid:5060",
        "restricted@example.com", "unavailable@example.com", "anonymous@invalid", "sip:private.number@example.com",
        "sip:caller-unknown@example.com", "sip:+266696687@example.com", "sip:266696687@example.com;user=phone",
        "tel:+266696687", "<tel:+266696687>", "tel:+266-696-687", "sip:%2B266696687@example.com",
    ]
    static let keypads = [
        "+266696687", "266696687", "00266696687", "+266 696 687", "+266-696-687", "(266) 696-687", "0266696687",
        "011 266 696 687", "+２６６６９６６８７", "86282452253", "+86282452253", "+86 282 452253", "7378742833", "+7378742833",
        "737-874-2833", "2562533", "256-2533", "+2562533", "8656696", "865-6696", "7748283", "94844353",
    ]
    static let languages = [
        "Anonym", "Unbekannt", "Unbekannter Anrufer", "Unbekannte Nummer", "Anonymer Anruf", "Unterdrückt",
        "Unterdrückte Nummer", "Rufnummer unterdrückt", "Rufnummernunterdrückung", "Keine Rufnummer", "Keine Nummer",
        "Nummer unbekannt", "Geheim", "Privat", "Private Nummer", "Nicht verfügbar", "Rufnummer nicht übermittelt",
        "Keine Angabe", "k.A.", "k. A.", "Verborgen", "Münztelefon", "Ausland", "Teilnehmer unbekannt",
        "Anonyme", "Inconnu", "Appelant inconnu", "Numéro inconnu", "Numéro masqué", "NUMERO MASQUE", "Masqué",
        "Numéro privé",
        "Appel masqué", "Numéro caché", "Correspondant inconnu", "Privé", "Indisponible", "Non disponible",
        "Sans numéro",
        "Pas de numéro", "Aucun numéro", "Non identifié", "Confidentiel", "Liste rouge", "Identité masquée",
        "Anónimo", "Desconocido", "Número desconocido", "Número oculto", "Oculto", "Número privado", "Privado",
        "Llamada anónima", "Sin número", "Número no disponible", "Sin identificar", "No identificado", "Restringido",
        "Identidad oculta", "Anonimo", "Sconosciuto", "Numero sconosciuto", "Numero privato", "Privato",
        "Numero nascosto",
        "Chiamante sconosciuto", "Riservato", "Numero riservato", "Non disponibile", "Senza numero",
        "Anônimo", "Desconhecido", "Número desconhecido", "Número oculto", "Número restrito", "Não identificado",
        "Sem número", "Número privado", "Confidencial", "Indisponível", "Anoniem", "Onbekend", "Onbekend nummer",
        "Privénummer", "Prive nummer", "Afgeschermd", "Afgeschermd nummer", "Nummer onbekend", "Geen nummer",
        "Niet beschikbaar", "Verborgen nummer", "n.v.t.", "Onbekende beller", "Okänd", "Okänt nummer", "Dolt nummer",
        "Hemligt nummer", "Skyddat nummer", "Hemligt", "Inget nummer", "Okänd uppringare", "Nummer saknas", "Ukendt",
        "Ukendt nummer", "Hemmeligt nummer", "Skjult nummer", "Privat nummer", "Ikke tilgængelig", "Ukjent",
        "Ukjent nummer",
        "Skjult nummer", "Hemmelig nummer", "Ukjent anrop", "Ikke tilgjengelig", "Tuntematon", "Tuntematon numero",
        "Salainen numero", "Yksityinen numero", "Ei numeroa", "Estetty", "Leyninúmer", "Óþekkt númer", "Nieznany",
        "Numer nieznany", "Numer zastrzeżony", "Zastrzeżony", "Numer prywatny", "Numer ukryty", "Brak numeru",
        "Anonimowy",
        "Neznámé číslo", "Neznámý", "Skryté číslo", "Soukromé číslo", "Utajené číslo", "Bez čísla", "Anonymní",
        "Anonymný",
        "Skrita številka", "Nepoznat broj", "Skriven broj", "Непознат број", "Ismeretlen", "Ismeretlen szám",
        "Rejtett szám",
        "Privát szám", "Titkos szám", "Necunoscut", "Număr necunoscut", "Număr ascuns", "Număr privat", "Fără număr",
        "Неизвестен номер", "Скрит номер", "Άγνωστος", "Άγνωστος αριθμός", "ΑΓΝΩΣΤΟΣ ΑΡΙΘΜΟΣ", "Απόκρυψη",
        "Απόρρητος αριθμός", "Ανώνυμος", "Ιδιωτικός αριθμός", "Χωρίς αριθμό", "Κρυφός αριθμός", "Bilinmeyen numara",
        "Bilinmeyen", "Gizli numara", "GİZLİ NUMARA", "Özel numara", "Numara yok", "Anonim", "Неизвестный",
        "Неизвестный номер", "Номер скрыт", "Скрытый номер", "Номер не определён", "Номер не определен", "Аноним",
        "Анонимный", "Частный номер", "Без номера", "Нет номера", "Невідомий номер", "Прихований номер",
        "Номер не визначено", "מספר חסוי", "חסוי", "לא ידוע", "מספר לא ידוע", "رقم خاص", "رقم مجهول", "غير معروف",
        "مجهول",
        "رقم غير معروف", "رقم مخفي", "شماره ناشناس", "ناشناس", "अज्ञात", "अज्ञात नंबर", "निजी नंबर", "未知", "未知号码", "未知號碼",
        "未知来电", "匿名", "匿名来电", "隐藏号码", "隱藏號碼", "号码隐藏", "私人号码", "私人號碼", "无号码", "不显示号码", "無來電顯示", "保密号码",
        "非通知", "非通知設定", "ヒツウチ", "公衆電話", "通知不可能", "表示圏外", "ﾋﾂｳﾁ", "不明", "発信者不明", "番号非通知", "番号なし", "匿名",
        "발신번호 표시제한", "발신번호표시제한", "발신번호제한", "알 수 없음", "알수없는 번호", "익명", "비공개", "번호 없음", "공중전화",
        "발신자 번호 없음", "ไม่ทราบหมายเลข", "หมายเลขส่วนตัว", "ไม่แสดงหมายเลข", "Số ẩn", "Không xác định", "Số riêng",
        "Nomor pribadi", "Nomor tidak dikenal", "Nombor peribadi", "Tidak diketahui", "Tanpa nomor",
        "Ａｎｏｎｙｍｏｕｓ", "Ano\u{00AD}nymous", "Private\u{00A0}Number", "\u{200E}Unknown\u{200F}", "Private‐Number",
    ]

    static let silent = english + placeholders + addresses + keypads + languages

    @Test("Withheld and absent parties say nothing, in every spelling", arguments: silent)
    func saysNothing(text: String) {
        let party = PartyForm(text)
        #expect(party.saysNothing, "\(party)")
        #expect(!party.agrees(with: party))
        #expect(party.likeness(to: PartyForm("+441632960111")) == .untold)
        #expect(party.likeness(to: PartyForm("Pat Example")) == .untold)
    }

    /// Tried one after the other, the ways to lay words over these would take hours.
    @Test(
        "A stranger's text is judged at once, however many words may be found in it",
        .timeLimit(.minutes(1)),
        arguments: [
            String(repeating: "callername", count: 25) + "zzzz", String(repeating: "callernumber", count: 500) + "z",
            String(repeating: "電話番号", count: 25) + "x", String(repeating: "呼叫者来电者", count: 500) + "x",
            String(repeating: "발신번호표시제한", count: 40) + "x", String(repeating: "หมายเลขไม่ทราบ", count: 40) + "x",
            String(repeating: "1, ", count: 5_000) + "x", String(repeating: "sip:", count: 5_000) + "x",
            String(repeating: "<,\"", count: 5_000), String(repeating: "&#", count: 5_000) + ";",
            String(repeating: "a ", count: 5_000), String(repeating: "e\u{301}", count: 5_000),
        ]
    )
    func judgedAtOnce(text: String) {
        for spelled in [text, "\"\(text)\" <sip:pat@example.com>", "sip:\(text)@example.com", "<\(text)>"] {
            let party = PartyForm(spelled)
            #expect(party.likeness(to: PartyForm("+441632960111")) != .same)
        }
    }

    @Test("A party that is absent agrees with nobody")
    func absent() {
        #expect(PartyForm(nil).saysNothing)
        #expect(!PartyForm(nil).agrees(with: PartyForm(nil)))
    }

    @Test(
        "Names, users and numbers that only look silent are kept",
        arguments: [
            "Pat Example", "Private Eye Ltd", "Unknown Pleasures Records", "Blocked Drains Direct",
            "Hidden Valley Farm",
            "International Rescue", "Noah Number", "Ann Onymous", "Anonymous Alcoholics Leeds", "Null Computing",
            "Nona Caller-Smith",
            "Özel", "Ayşe Özel", "Pay", "Cell", "Guest 12", "Line 2", "Idan", "Ana", "Li", "李明", "王", "田中太郎", "김민준",
            "Jean Privat", "Room 0", "User 12 Example", "Dr.Smith", "St.John", "Coin & Sons", "The Phone Shop",
            "O'Neil",
            "pat@example.com", "noah@example.com", "privatebank@example.com", "sip:nobodysbusiness@example.com", "2041",
            "101",
            "*67", "112", "999", "+442566961111", "+17378742833", "2666966870", "01632960111", "0111111111", "1111",
            "9999",
            "8:orgid:0e1f2a3b-0000-4000-8000-000000000001", "Invalidenstrasse Praxis", "Überall GmbH", "No. 1 Cafe",
        ]
    )
    func saysSomething(text: String) {
        let party = PartyForm(text)
        #expect(!party.saysNothing, "\(text)")
        #expect(party.agrees(with: party))
    }
}
