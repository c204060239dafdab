// Searches: the one object that is meant, and all of them one after the other.

import Foundation
internal import StrongroomCore

extension Session {
    private func query<T: TokenObject>(
        _: T.Type, _ label: String?, _ id: Data?, _ attributes: Attributes
    ) -> [Attribute] {
        var query = attributes
        if let objectClass = T.objectClass { query[CKA.CKA_CLASS] = .number(objectClass) }
        if let label { query[CKA.CKA_LABEL] = .bytes(Data(label.utf8)) }
        if let id { query[CKA.CKA_ID] = .bytes(id) }
        return query.native
    }

    /// The one object that has all that is said. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`, which names the
    /// candidates
    public func findOne<T: TokenObject>(
        _ type: T.Type = T.self, label: String? = nil, id: Data? = nil, attributes: Attributes = [:]
    ) throws -> T {
        let query = query(type, label, id, attributes)
        return T(Object(self, try core { try native.findOne(query: query) }))
    }

    /// The one object that has all that is said. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`, which names the
    /// candidates
    public func findOne<T: TokenObject>(
        _ type: T.Type = T.self, label: String? = nil, id: Data? = nil, attributes: Attributes = [:]
    ) async throws -> T {
        try await onPool { try self.findOne(type, label: label, id: id, attributes: attributes) }
    }

    /// The objects that have all that is said: `for try await key in session.find(PrivateKey.self) { … }`. The
    /// search begins with the first of them, and holds one session of the token until it ends.
    public func find<T: TokenObject>(
        _ type: T.Type = Object.self, label: String? = nil, id: Data? = nil, attributes: Attributes = [:]
    ) -> Found<T> {
        Found(session: self, query: query(type, label, id, attributes))
    }

    /// The object that a `pkcs11:` URI describes (RFC 7512). `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func findOne(uri: String) throws -> Object {
        try core { Object(self, try native.findOne(query: try templateOfUri(uri: uri))) }
    }

    /// The object that a `pkcs11:` URI describes (RFC 7512). `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func findOne(uri: String) async throws -> Object {
        try await onPool { try self.findOne(uri: uri) }
    }
}

/// Objects that are found one after the other.
public struct Found<Element: TokenObject>: AsyncSequence, Sendable {
    let session: Session
    let query: [Attribute]

    /// A search of its own.
    public func makeAsyncIterator() -> Iterator {
        Iterator(self)
    }

    /// All of them at once.
    public func all() throws -> [Element] {
        let search = Search(self.session, query)
        var all: [Element] = []
        while case let some = try search.next(), !some.isEmpty { all += some.map(Element.init) }
        return all
    }

    /// All of them at once.
    public func all() async throws -> [Element] {
        try await onPool { try all() }
    }

    /// A search that is under way.
    public struct Iterator: AsyncIteratorProtocol {
        private let search: Search
        private var ready: ArraySlice<Object> = []

        init(_ found: Found) {
            search = Search(found.session, found.query)
        }

        /// The next one, nothing where there are no more.
        public mutating func next() async throws -> Element? {
            if ready.isEmpty { ready = try await onPool { [search] in try search.next() }[...] }
            return ready.popFirst().map(Element.init)
        }
    }
}

/// Begins a search when it is first asked, and ends it when nobody asks any more.
private final class Search: @unchecked Sendable {
    /// How many objects come from the core at a time.
    private static let step: UInt32 = 64

    private let session: Session
    private let query: [Attribute]
    private let lock = NSLock()
    private var find: StrongroomCore.Find?

    init(_ session: Session, _ query: [Attribute]) {
        self.session = session
        self.query = query
    }

    deinit {
        guard let find else { return }
        // A service may have to be told.
        Pool.shared.later { try? find.close() }
    }

    /// The next ones; none when there are no more.
    func next() throws -> [Object] {
        lock.lock()
        defer { lock.unlock() }
        return try core {
            let find = try self.find ?? session.native.find(query: query)
            self.find = find
            return try find.next(atMost: Self.step).map { Object(session, $0) }
        }
    }
}
