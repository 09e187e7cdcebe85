extension SilentWords {
    /// More of Europe's languages, and further words of tho that come first in this list of files.
    static let european = Vocabulary(
        silent: """
            clir screened protected void undef unk unkn unavail dbnull infinity tbd tba tbc unregistered declined incognito
            unallocated unsubscribed notapplicable

            verdeckter namenlos auslandsrufnummer anonymisiert anonymisierte eingeschränkt eingeschränkte blockiert blockierte
            vertraulich vertrauliche unbek geschützt geschützte nichtangabe auslandsnummer unterdrücktes privates privaten
            secrète indéfini indéterminé indéterminée étranger étrangère néant masquées inconnues protégé protégée confidentielles
            incognito bloqués restreints
            secreto secreta internacional extranjero extranjera incógnito incógnita nulo nula vacío vacía invisible oculte
            protegido protegida privativo privativa escondido escondida nenhum nenhuma vazio vazia particular estrangeiro
            estrangeira inexistente omitido omitida
            inesistente assente nullo vuoto limitato limitata estero internazionale segreto segreta sconosciuti invisibile
            protetto protetta
            beperkt beperkte buitenland buitenlands vertrouwelijk telefooncel anonieme ontbreekt beveiligd beveiligde weerhou
            privaat onbekende
            telefonautomat begränsad begränsat blockerat blockerad begrænset blokeret udlandet mønttelefon beskyttet blokkert
            begrenset utlandet anonyme ukjente hemmelige sekretess
            ulkomaa ulkomailta ulkomaanpuhelu rajoitettu maksupuhelin suojattu einkanúmer
            salastatud peidetud salajane puudub piiratud anonīma neprieinamas nenurodyta nenurodytas paslėpta nepieejams
            privāta slepena
            zagranica zagraniczny poufny poufne tajny tajne zablokowana zablokowane ograniczony ograniczone utajniony utajnione anonimowego
            nezjištěno nezistené neuvedeno neuvedené neuveden blokováno blokované omezeno obmedzené důvěrné dôverné zahraničí
            zahraničie tajné nedostupná neznámi
            zaštićen zaštićeni tajni tajan nedostupno zasebna zasebno anonimna privatno skriveno anonimno nepoznata нема скриен
            приватен таен тайнен непозната
            titkosított korlátozott nyilvános külföldi magánszám rejtve titkosítva ismeretlenek
            nedisponibil nedisponibilă blocat blocată ascun privată confidențial confidențială
            περιορισμένο περιορισμένος μυστικός μυστικό αποκλεισμένος αποκλεισμένο εμπιστευτικό εμπιστευτικός καρτοτηλέφωνο
            αποκλεισμός agnostos agnostosarithmos apokrypsi aporrito
            tanımsız belirsiz belirtilmemiş isimsiz ankesörlü bilinmez
            panjohur fshehur fshehtë magħruf anhysbys preifat anaithnid ezezaguna pribatua descoñecido descoñecida nekonata
            phríobháideach bilinmir gizlin
            заблокированный отсутствует антиопределитель таксофон международный засекреченный неопознанный закрыто
            закритий невизначено невядомы невядома схаваны ананімны прыватны засакрэчаны відсутній прихована
            neizvestny neizvestnyj neizvestnyy neizvestno skrytyj skrytyy skryt anonimnyj zasekrechen nepoznato
            номаълум махфий yashirin маълумот нууц nomalum белгилүү
            უცნობი დაფარული ანონიმური პირადი ფარული անհայտ թաքնված անանուն գաղտնի şəxsi naməlumdur
            """,
        qualifiers: """
            ohne nicht pas ningún ninguna nenhuma nessuna niets intet inget uten uden utan ilman bez žiadne žiadny no nav ni be nie není nije nema
            brez няма ne nincs nu fără δεν χωρίς yok mevcut nuk i e pa mhux heb gan sin немає няма без ei ekki án ne nemá
            public öffentlicher öffentliches öffentliche publique público pública pubblico publiek δημόσιο automat
            fuera fora fuori hors buiten
            """,
        nouns: """
            address received recorded presented prohibited allowed disallowed applicable value interaction other reason
            interworking published subscribed avail received registered declared stated passed recognised user's users
            detected captured obtained retrieved found determined resolved returned populated visible permitted released active hide
            guest guests calls persons names identities external urn sip endpoint

            anruferkennung angegeben namen fernsprecher telefon rufnummernübermittlung erreichbar verzogen gast übertragen
            freigegeben mitgeteilt gesendet vorhanden telefonnummern anruferkennung
            donnée données spécifié spécifiée défini définie attribué cabine invité nom zone montré transmis connu
            identification présentation fourni fournie numéros appels abonnés
            identificación nombre datos muestra mostrado mostrada cabina especificado especificada definido definida invitado
            área visible conocido conocida identidade nome informado informada especificado interlocutor convidado remetente
            dados exibido usuário usuario contacto cliente desplegado
            identità identificazione visibile specificato specificata definito definita telefonica chiamata ospite dati fornito
            riconosciuto
            afzender gebruiker nummerherkenning bekend opgegeven toepassing naam beschikbare contact getoond herkend nommer
            användare tillgänglig uppgift uppgifter namn nummerpresentation gäst bruger oplyst angivet gæst anroper bruker
            nummervisning oppgitt kjent kendt gjest navn person visad oppgave
            käyttäjä tietoa nimeä nimi vieras nro notandi nafn
            zvans lietotājs pieejams numura numerio number nimi
            nr identyfikacji identyfikacja danych nazwy nazwa dotyczy podano budka telefoniczna telefoniczny gość imienia
            użytkownik dostępny znany numeracja
            účastník dispozici dispozícii identifikace identifikácie identifikácia jména číslo volajúceho volajícího
            uživatel telefonní automat známé
            poziv broja brojeva dostupno voljo na številke na pozivom korisnik повикувач повик број абонат номерът
            felhasználó adat megadva ismert számkijelzés telefon magán hívás vendég hívások név
            identificare identitate disponibil nume oaspete date disponibilă utilizator
            αναγνώριση αναγνώρισης απόκρυψη όνομα τηλέφωνο επισκέπτης καλούντα κλήσης χρήστης στοιχεία
            kişi konuk misafir telefonu telefon yurt dışı değil kullanıcı isim
            numër numri numru rhif uimhir ainm enw zenbaki numero telefono thirrje
            пользователь абонентом данных информации имени указан указано гость контакт номеров доступен вызовы
            даних нумар імені номерів ракам рақам raqam дугаар ნომერი ნომრის զանգ համար համարը nömrəsi zəng abunəçi
            """,
        fillers: """
            teams service se or and but with not due other in no is dall dal all della dello dels els al aus vom
            beim over voor par em este είναι με met uit k je permanent host domain
            """
    )
}
